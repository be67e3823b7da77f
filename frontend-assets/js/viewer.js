/* Files of a letter, looked at over the page: arrows go through them, Escape closes. Without script each has a page. */
import { part } from './part.js';
import { words } from './words.js';

const PLACE = 'section#viewer';
const typing = 'input, textarea, select, [contenteditable]';
let dialog;

/** The viewer, above everything; what had the focus gets it back when it closes. */
function stage() {
  if (dialog?.isConnected) return dialog; // htmx takes it out with the page it stood in
  dialog = document.createElement('dialog');
  dialog.className = 'viewer-dialog';
  dialog.setAttribute('aria-labelledby', 'viewer-title');
  dialog.addEventListener('close', empty);
  document.body.append(dialog);
  return dialog;
}

const shown = () => Boolean(dialog?.isConnected && dialog.open);

/** Nothing of the last file is seen while the next one comes. */
function empty() {
  const place = document.createElement('section');
  place.id = 'viewer';
  place.className = 'viewer';
  dialog.replaceChildren(place);
  return place;
}

/** What comes is called so, and there is a way out meanwhile. */
function coming(name) {
  const head = document.createElement('header');
  head.className = 'viewer-head';
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'button quiet';
  close.dataset.viewerClose = '';
  close.textContent = words.close;
  const what = document.createElement('div');
  what.className = 'viewer-what';
  const title = document.createElement('h1');
  title.id = 'viewer-title';
  title.dir = 'auto';
  title.textContent = name;
  what.append(title);
  head.append(close, what);
  empty().append(head);
}

let arriving = false;
let ahead = ''; // the way on that was asked for meanwhile

async function show(path, focused, name) {
  if (!stage().open) {
    coming(name);
    dialog.showModal();
  }
  arriving = true;
  ahead = '';
  try { await part(path, PLACE, 'outerHTML'); } finally { arriving = false; }
  const next = ahead && shown() && dialog.querySelector(ahead);
  if (next) {
    next.click();
    return;
  }
  const again = focused && dialog.querySelector(`a[rel="${focused}"]`);
  (again ?? dialog.querySelector('[data-viewer-close]'))?.focus();
}

// On a page of its own, and in a new tab, the links lead as links do
document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || document.querySelector('.viewer-page')) return;
  const link = event.target.closest('a[data-preview], [data-viewer-close]');
  if (!link) return;
  event.preventDefault();
  if (link.dataset.preview === undefined) dialog.close();
  else show(link.getAttribute('href'), link.rel, (link.querySelector('.attachment-name') ?? link).textContent.trim());
});

/** What could not be had here is asked for as a page, which says why. */
function failed({ detail: { ctx } }) {
  if (ctx?.target?.id !== 'viewer' || !shown()) return;
  dialog.close();
  location.assign(ctx.request.action);
}
document.addEventListener('htmx:error', failed);
document.addEventListener('htmx:response:error', failed);

/** The list's letters where they mean something: on to the next, back to the one before, and out. */
const LETTERS = { j: 'ArrowRight', n: 'ArrowRight', k: 'ArrowLeft', p: 'ArrowLeft', u: 'Escape' };
const STEPS = { ArrowLeft: 'a[rel="prev"]', ArrowRight: 'a[rel="next"]' };

/** Does what a key means here; whether it means anything. */
function key(pressed) {
  const name = (document.body.dataset.keys !== 'off' && LETTERS[pressed]) || pressed;
  if (name === 'Escape' && shown()) dialog.close();
  else if (name === 'Escape') document.querySelector('#viewer [data-viewer-close]')?.click();
  else if (STEPS[name] && arriving) ahead = STEPS[name];
  else if (STEPS[name]) document.querySelector(`#viewer ${STEPS[name]}`)?.click();
  else return false;
  return true;
}

// Before the list's keys, which mean nothing while the viewer is over it; on a page of its own the others mean what they always do
document.addEventListener('keydown', (event) => {
  const page = document.querySelector('.viewer-page') && !document.querySelector('dialog[open], details.menu[open]'); // those close first
  if (!(shown() || page) || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
  const meant = key(event.key);
  if (meant) event.preventDefault();
  if (meant || (shown() && event.key.length === 1)) event.stopImmediatePropagation();
}, { capture: true });

// The frame of a PDF passes them on; it can send nothing else that is listened to
addEventListener('message', (event) => {
  if (event.source === document.querySelector('.viewer-frame')?.contentWindow) key(event.data?.key);
});
