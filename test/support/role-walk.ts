/**
 * Walks every page of the readers' app in every form, as somebody of a role, posts to those that take a form, and names each
 * secret in an answer that the role must not see. The pages are those that the app serves: a new one is walked from its first day.
 */
import type { ReaderRole } from '../../src/web/access/rights.ts';
import { readerRoles, rightsOf } from '../../src/web/access/rights.ts';
import type { Page } from '../../src/web/page.ts';
import { findSecrets } from './planted/find-secrets.ts';
import { type PlantedArchive, plantedDay } from './planted/planted-archive.ts';
import type { Secret } from './planted/planted-values.ts';
import { formsOf } from './role-walk-forms.ts';
import type { ServedPages } from './served-pages.ts';

export interface WalkedAnswer {
  page: Page;
  /** With what was posted, if anything was. */
  path: string;
  status: number;
  /** Of the body, with what does not say more of the archive than that something is different. */
  body: string;
  /** Whom the address asks for. */
  asked: 'anna' | 'boris';
  /** What is said of those whom a posted form means; `undefined` where nothing was posted. */
  meant: string | undefined;
  /** But for what the address or the form has itself. */
  secrets: Secret[];
}

/** `undefined`: nobody is signed in. Roles of other apps see what nobody sees. */
export type WalkedRole = ReaderRole | 'Files.Read.All' | undefined;

const unknownCall = 'ca11ffff-0000-4000-8000-00000000ffff';

/** Every page that is served, with all that its address can name. */
export async function walkPages(
  served: ServedPages,
  pages: readonly Page[],
  role: WalkedRole,
  archive: PlantedArchive,
): Promise<WalkedAnswer[]> {
  const roles = role === undefined ? undefined : [role];
  const answers: WalkedAnswer[] = [];
  const hear = async (page: Page, path: string, response: Response, meant?: string) => {
    const body = await response.bytes();
    const found = findSecrets({ headers: response.headers, body }, archive.secrets);
    answers.push({
      page,
      path,
      status: response.status,
      body: Buffer.from(body).toString('utf8'),
      asked: path.includes(archive.hashes.boris) ? 'boris' : 'anna',
      meant,
      secrets: found.filter(({ mark }) => !path.toLowerCase().includes(mark)),
    });
  };
  const forms = formsOf(archive);
  for (const page of pages) {
    for (const path of addressesOf(page, archive)) await hear(page, path, await served.get(path, roles));
    if (!page.takesForm) continue;
    for (const path of [page.path, `${page.path}.json`])
      for (const { fields, meant } of forms) {
        const response = await served.post(path, roles, fields);
        await hear(page, `${path} with ${JSON.stringify(fields)}`, response, meant);
      }
  }
  return answers;
}

/** A line for each secret that somebody of the role must not see. */
export function findForbidden(answers: readonly WalkedAnswer[], role: WalkedRole): string[] {
  return answers.flatMap((answer) =>
    answer.secrets
      .filter((secret) => !maySee(role, answer, secret))
      .map(({ place }) => `${role ?? 'nobody'} sees ${place} at ${answer.path}`),
  );
}

function maySee(role: WalkedRole, { page, asked, meant }: WalkedAnswer, { place, mark }: Secret): boolean {
  if (role === undefined || !isReaderRole(role)) return false;
  const rights = rightsOf([role]);
  if (!page.isFor(rights)) return false;
  // Auditors see who was looked for, as a hash.
  if (rights.accessLog && page.path === '/access') return place.startsWith('hash of ');
  if (rights.calls === 'one' && meant !== undefined) return meant.includes(mark);
  if (rights.calls === 'one') return [`${asked}.displayName`, `${asked}.userPrincipalName`].includes(place);
  if (rights.calls === 'none') return false;
  // Members that nobody knows are in the exact bytes only.
  return place !== 'tomorrow' || rights.raw;
}

function isReaderRole(role: string): role is ReaderRole {
  return role in readerRoles;
}

function addressesOf(page: Page, { calls, hashes }: PlantedArchive): string[] {
  const values: Record<string, readonly string[]> = {
    ':id': [calls.withAnna, calls.withoutAnna, unknownCall],
    ':hash': [hashes.anna, hashes.boris],
    ':date': [plantedDay, '2026-11-19'],
  };
  const lists = [hashes.annaUpn, hashes.boris, hashes.number].map((hash) => `who=${hash}`);
  const queries: Record<string, readonly string[]> = {
    '/calls': [...lists, `organizer=${hashes.organizer}`, `meeting=${hashes.meeting}`],
    '/calls/:id': [`who=${hashes.anna}&version=1`],
    '/access': [`date=${new Date().toISOString().slice(0, 10)}`],
  };
  const paths = [...page.path.matchAll(/:\w+/g)].reduce<string[]>(
    (found, [name]) =>
      found.flatMap((path) => {
        const known = values[name];
        if (!known) throw new Error(`The walk does not know what ${name} of ${page.path} can be`);
        return known.map((value) => path.replace(name, value));
      }),
    [page.path],
  );
  const asked = ['', `who=${hashes.anna}`, ...(queries[page.path] ?? [])];
  return paths.flatMap((path) =>
    ['', '.json', '.csv'].flatMap((form) => asked.map((query) => `${path}${form}${query && `?${query}`}`)),
  );
}
