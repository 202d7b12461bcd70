/** The frame of every page: head, banner with the search box, the page itself, foot, and the keys. */
import { html } from 'hono/html';
import { type Html, type Look, linkTo } from '../page.ts';
import { keysDialog } from './keys-dialog.ts';
import { markPatterns } from './quality-mark.ts';
import { shownText } from './shown-text.ts';

export interface Frame {
  /** Plain text, of the tab; also of the page where there is no other heading. */
  title: string;
  heading?: string;
  main: Html;
  /** Who looks; `undefined` on the pages that are shown to somebody unknown. */
  look: Look | undefined;
  /** The address of a file of src/web/static. */
  assetUrl(name: string): string;
}

export function layout({ title, heading = title, main, look, assetUrl }: Frame): Html {
  return html`<!doctype html>
<html lang="en"${look ? html` data-zone="${look.zone}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Teams Call Archive</title>
<link rel="stylesheet" href="${assetUrl('reader.css')}">
<link rel="icon" type="image/svg+xml" href="${assetUrl('favicon.svg')}">
<script src="${assetUrl('reader.js')}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${markPatterns}
${banner(look)}
<main id="main" tabindex="-1">
<h1>${unbrokenDates(heading)}</h1>
${main}
</main>
${look ? foot(look) : ''}
</body>
</html>
`;
}

/** Browsers break a line after the hyphens of a date, which is then two numbers. */
function unbrokenDates(text: string): Html {
  const pieces = text.split(/(\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)/);
  return html`${pieces.map((piece, i) => (i % 2 === 1 ? html`<span class="unbroken">${piece}</span>` : piece))}`;
}

function banner(look: Look | undefined): Html {
  return html`<header class="top"><div>
<a class="brand" href="${look ? linkTo(look, '/') : '/'}">${brand}</a>
${look ? navigation(look) : ''}
</div></header>`;
}

const brand = html`<svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><rect class="mark-ground" width="32" height="32" rx="7"/><rect class="mark-bar" x="6" y="8" width="13" height="4" rx="2"/><rect class="mark-bar" x="10" y="14" width="16" height="4" rx="2"/><rect class="mark-bar" x="6" y="20" width="9" height="4" rx="2"/></svg>
Call Archive`;

function navigation(look: Look): Html {
  const { rights, reader, url } = look;
  const isSearch = url.pathname === '/';
  return html`<nav aria-label="Pages">
${pageLink(look, '/', 'Search', isSearch)}
${rights.days ? pageLink(look, '/days', 'Days', url.pathname.startsWith('/days')) : ''}
${rights.accessLog ? pageLink(look, '/access', 'Access log', url.pathname === '/access') : ''}
</nav>
${rights.calls === 'none' || isSearch ? '' : searchBox(look)}
<p class="who"><bdi>${shownText(reader.name)}</bdi> <a href="/.auth/logout">Sign out</a></p>`;
}

function pageLink(look: Look, to: string, name: string, isCurrent: boolean): Html {
  return html`<a href="${linkTo(look, to)}"${isCurrent ? html` aria-current="page"` : ''}>${name}</a>`;
}

function searchBox(look: Look): Html {
  return html`<search class="jump-place"><form class="jump" method="post" action="${linkTo(look, '/')}">
<input name="q" aria-label="Name, address, number or call id" placeholder="Name, number, call id" autocomplete="off" spellcheck="false" maxlength="4096" required data-search>
<button>Search</button>
</form></search>`;
}

function foot({ zone, ticket }: Look): Html {
  return html`<footer class="foot"><div>
<p>Times in <span data-zone-name>${zone}</span>.<span data-utc-hint${zone === 'UTC' ? html` hidden` : ''}> Point at one for UTC.</span>${ticket === undefined ? '' : html` Ticket ${ticket}.`}</p>
<p id="status" role="status"></p>
<button type="button" data-keys data-script hidden>Keys <kbd>?</kbd></button>
</div></footer>
${keysDialog}`;
}
