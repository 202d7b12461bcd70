/** What the keys of src/web/static/reader.js do, shown by `?`. */
import { html } from 'hono/html';

const keys = [
  ['/', 'to the search box'],
  ['j', 'next call or person of a list'],
  ['k', 'the one before'],
  ['Enter', 'open it'],
  ['c', 'copy the text for the ticket'],
  ['Esc', 'close this'],
] as const;

export const keysDialog = html`<dialog id="keys" aria-labelledby="keys-title">
<h2 id="keys-title">Keys</h2>
<dl class="facts">
${keys.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`)}
</dl>
<p><label class="choice"><input type="checkbox" data-keys-on> Use these single-letter keys</label></p>
<form method="dialog"><button>Close</button></form>
</dialog>`;
