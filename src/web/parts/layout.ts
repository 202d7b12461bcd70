/** The frame of every page. */
import { html } from 'hono/html';
import { type Html, type Look, linkTo } from '../page.ts';

export interface Frame {
  title: string;
  main: Html;
  /** Who looks; `undefined` on the pages that are shown to somebody unknown. */
  look: Look | undefined;
  /** The address of a file of src/web/static. */
  assetUrl(name: string): string;
}

export function layout({ title, main, look, assetUrl }: Frame): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Teams Call Archive</title>
<link rel="stylesheet" href="${assetUrl('reader.css')}">
</head>
<body>
${look && banner(look)}
<main id="main">
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
}

function banner(look: Look): Html {
  const { rights, reader } = look;
  return html`<header>
<nav aria-label="Pages">
${rights.accessLog ? html`<a href="${linkTo(look, '/access')}">Access log</a>` : ''}
</nav>
<p>${reader.name} <a href="/.auth/logout">Sign out</a></p>
</header>`;
}
