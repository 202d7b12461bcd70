/**
 * What pages do beyond links and forms: copy a text, keys to get about, times in the zone of the browser. Every page
 * works without it; what needs it is hidden until it runs.
 */
const keys = { '/': focusSearch, j: () => moveBy(1), k: () => moveBy(-1), c: copyFirst, '?': showKeys };

let silence;

for (const element of document.querySelectorAll('[data-script]')) element.hidden = false;
for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => copyOf(button));
}
for (const button of document.querySelectorAll('[data-keys]')) button.addEventListener('click', showKeys);
for (const box of document.querySelectorAll('[data-keys-on]')) {
  box.checked = areKeysOn();
  box.addEventListener('change', () => turnKeys(box.checked));
}
addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (
    target instanceof Element &&
    target.closest('input:not([type=checkbox], [type=radio]), select, textarea, dialog')
  )
    return;
  if (!Object.hasOwn(keys, key) || !areKeysOn() || !keys[key]()) return;
  event.preventDefault();
});
useOwnZone();

/** Each key answers whether there was something to do. */
function focusSearch() {
  const box = document.querySelector('[data-search]');
  box?.focus();
  box?.select();
  return Boolean(box);
}

function moveBy(step) {
  const items = [...document.querySelectorAll('[data-item]')];
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const next =
    items[at < 0 && step < 0 ? items.length - 1 : Math.min(Math.max(at + step, 0), items.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return Boolean(next);
}

function copyFirst() {
  const button = document.querySelector('main [data-copy]');
  button?.click();
  return Boolean(button);
}

function showKeys() {
  const dialog = document.querySelector('#keys');
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

/** Can be off, for those who press keys without meaning to, such as people who dictate. On in a browser that keeps nothing. */
function areKeysOn() {
  try {
    return localStorage.getItem('keys') !== 'off';
  } catch {
    return true;
  }
}

function turnKeys(areOn) {
  try {
    localStorage.setItem('keys', areOn ? 'on' : 'off');
  } catch {
    say('This browser keeps no settings: the keys stay on.');
  }
}

async function copyOf(button) {
  const source = document.querySelector(button.dataset.copy);
  const text = source?.value ?? source?.textContent ?? '';
  say((await copy(text, source)) ? 'Copied.' : 'Not copied: the text is selected, copy it by hand.');
}

async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (source) getSelection()?.selectAllChildren(source);
    return false;
  }
}

/** Heard by screen readers, and seen for a moment, wherever on the page one is. */
function say(words) {
  const status = document.querySelector('#status');
  if (!status) return;
  status.textContent = words;
  clearTimeout(silence);
  silence = setTimeout(() => {
    status.textContent = '';
  }, 6000);
}

/** From the next page on the server writes times in this zone; those of this page are written anew. A zone in the address stays. */
function useOwnZone() {
  const { zone } = document.documentElement.dataset;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!own || !zone || own === zone || new URLSearchParams(location.search).has('zone')) return;
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is missing from some browsers, and has no advantage here.
  document.cookie = `zone=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=strict${secure}`;
  for (const time of document.querySelectorAll('time[data-as]')) {
    const text = formatTime(new Date(time.dateTime), time.dataset.as, own);
    if (text) time.textContent = text;
  }
  for (const name of document.querySelectorAll('[data-zone-name]')) name.textContent = own;
  for (const hint of document.querySelectorAll('[data-utc-hint]')) hint.hidden = own === 'UTC';
}

/** As the server writes them: `2026-06-02 14:03`, with weekday or seconds if wanted. */
function formatTime(moment, as, timeZone) {
  if (Number.isNaN(moment.getTime())) return undefined;
  const numbers = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' };
  const seconds = as === 'second' ? { second: '2-digit' } : {};
  const text = new Intl.DateTimeFormat('sv-SE', { ...numbers, ...seconds, timeZone }).format(moment);
  if (as !== 'weekday') return text;
  return `${new Intl.DateTimeFormat('en', { weekday: 'short', timeZone }).format(moment)} ${text}`;
}
