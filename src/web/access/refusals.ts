/** What is answered to somebody who may not look. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';
import { type HttpProblem, makeProblem } from '../problem.ts';
import { readerRoles } from './rights.ts';

export const notSignedIn = makeProblem('not-signed-in', 'The request names nobody who is signed in.', {
  advice: 'Sign in at /.auth/login/aad.',
});

export const noRole = makeProblem(
  'no-role',
  `To look at calls you need one of the roles ${Object.keys(readerRoles).join(', ')}.`,
  {
    advice:
      'An administrator assigns it in Entra: Enterprise applications, this app, Users and groups. Then sign out and in again.',
  },
);

export const otherApp = makeProblem(
  'other-app',
  'The sign-in is that of another app, whose roles mean nothing here.',
  { advice: 'Open this app’s own address and sign in there.' },
);

export const outsideOfRole = makeProblem('outside-of-role', 'Your role does not show this page.', {
  advice: 'An administrator assigns roles in Entra: Enterprise applications, this app, Users and groups.',
});

/** Why nothing is served by now. */
export function gateClosed(reason: string): HttpProblem {
  return makeProblem('gate-closed', `This app shows nothing: ${reason}.`, {
    advice: 'An administrator finds in docs/reader.md what must be switched on.',
    retryAfterSeconds: 60,
  });
}

/** Which roles there are, and who gives them. */
export function noRolePage(): Html {
  return html`<p>To look at calls you need one of these roles:</p>
<dl>
${Object.entries(readerRoles).map(([role, { meaning }]) => html`<dt>${role}</dt><dd>${meaning}</dd>`)}
</dl>
<p>${noRole.advice}</p>
<p><a href="/.auth/logout">Sign out</a></p>`;
}
