/** The files that pages load: style sheet and script. Their addresses change with what is in them, so they never expire. */
import { createHash } from 'node:crypto';

/** By name, such as `reader.css`. */
export type StaticFiles = ReadonlyMap<string, Uint8Array>;

export interface StaticAnswers {
  /** Hono's path of all of them. */
  path: string;
  urlOf(name: string): string;
  /** `undefined` for a file that is not there. What another version of the app asks for is answered, and not kept. */
  answer(version: string, name: string): Response | undefined;
}

const contentTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

export function makeStaticAnswers(files: StaticFiles): StaticAnswers {
  const version = versionOf(files);
  return {
    path: '/static/:version/:name',
    urlOf: (name) => `/static/${version}/${name}`,
    answer(asked, name) {
      const body = files.get(name);
      const contentType = contentTypes[name.split('.').at(-1) ?? ''];
      if (!body || !contentType) return undefined;
      const kept = { 'cache-control': 'public, max-age=31536000, immutable' };
      return new Response(Buffer.from(body), {
        headers: { 'content-type': contentType, ...(asked === version && kept) },
      });
    },
  };
}

function versionOf(files: StaticFiles): string {
  const sha256 = createHash('sha256');
  for (const [name, body] of files) sha256.update(name).update(body);
  return sha256.digest('hex').slice(0, 12);
}
