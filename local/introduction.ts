/** What `npm start` says about the system that it started, and what one can try. */
import type { CompanyCall } from './graph-simulator/company/company-call.ts';
import type { LocalSystem } from './local-system.ts';

/** `found`: how many calls of the company Graph has already. */
export function formatIntroduction(
  { host, reader, graph, azurite }: LocalSystem,
  { mixed, found }: { mixed: boolean; found: number },
): string {
  return `
  Open in a browser  ${reader?.url} (sign in with any name and roles)

  The app            ${host.url}
  Microsoft Graph    ${graph.origin} (simulator)
  Storage            ${azurite.blobUrl} (Azurite)

${describeTenant(mixed, found)}
  Ctrl-C stops everything.
`;
}

function describeTenant(mixed: boolean, found: number): string {
  if (mixed) return '  Calls end now: Microsoft’s examples first, then records of every shape.';
  const company = '  Contoso is a simulated company of some forty people. ';
  if (found === 0) return `${company}Their calls end now.`;
  return `${company}Graph has their ${found}\n  calls of yesterday and today already, and the app fetches them now.`;
}

/** `poor`: a call in which something was planted. */
export function formatThingsToTry(poor: CompanyCall | undefined): string {
  return `
  Three things to try, in another terminal, in this folder:
  alias call-archive="node_modules/.bin/node dist-cli/call-archive.js --local"
  call-archive people anna
  call-archive search --poor --from yesterday
  call-archive ${poor ? `show ${poor.id}` : 'status'}
`;
}
