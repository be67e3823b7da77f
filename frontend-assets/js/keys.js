/* Gmail's keys. Single letters do nothing while somebody types, and can be turned off (WCAG 2.1.4). */
import { ask, perform, picker, typedEarly, rowOf } from './actions.js';
import { selection } from './selection.js';

const rows = () => [...document.querySelectorAll('.row')];
const click = (selector) => [...document.querySelectorAll(selector)].at(-1)?.click();
/** Of the letter that has the focus, else of the last one. */
const answer = (selector) => (document.activeElement?.closest('.letter')?.querySelector(selector) ?? [...document.querySelectorAll(selector)].at(-1))?.click();
const go = (path) => location.assign(path);
const single = () => document.body.dataset.keys !== 'off';
let pending = '';

function current() {
  return document.activeElement?.closest?.('.row') ?? document.querySelector('.row.cursor') ?? document.querySelector('.row.open');
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))];
  for (const row of all) row.classList.toggle('cursor', row === next);
  next.scrollIntoView({ block: 'nearest' });
  next.querySelector('.row-link').focus({ preventScroll: true });
  if (document.querySelector('#reading[data-key]') && matchMedia('(width >= 60rem)').matches && document.body.dataset.layout !== 'none') next.querySelector('.row-link').click();
}

let place = null;

/** Where the keys are in the list, before it is put in place anew. */
export function keepCursor() {
  const row = document.activeElement?.closest?.('.row') ?? document.querySelector('.row.cursor');
  place = row && { key: row.dataset.key, at: rows().indexOf(row), focused: row.contains(document.activeElement), cursor: row.classList.contains('cursor') };
}

/** Who was on a row that has gone meanwhile goes on where it was. */
export function restoreCursor() {
  const all = rows();
  const row = place && (rowOf(place.key) ?? all[Math.min(place.at, all.length - 1)]);
  if (row && place.cursor && !document.querySelector('.row.cursor')) row.classList.add('cursor');
  if (row && place.focused && document.activeElement === document.body) row.querySelector('.row-link').focus({ preventScroll: true });
  place = null;
}

/** What an action is about: the chosen rows, else the open message, else the row under the cursor. */
export function subjects() {
  const chosen = selection.keys();
  if (chosen.length) return chosen;
  const open = document.getElementById('reading')?.dataset.key;
  const at = current();
  if (open && (!at || at.classList.contains('open') || document.body.dataset.pane === 'message')) return [open];
  return at ? [at.dataset.key] : [];
}

const inTrash = () => document.body.dataset.mailbox === 'trash';
const act = (verb) => ask(verb, subjects());

function star() {
  const keys = subjects();
  const starred = rowOf(keys[0])?.classList.contains('starred') ?? document.querySelector('.reading-bar .star')?.getAttribute('aria-pressed') === 'true';
  perform(starred ? 'unstar' : 'star', keys);
}

function mute() {
  const muted = document.querySelector('.reading-bar [value="unmute"]') && !selection.keys().length;
  act(muted ? 'unmute' : 'mute');
}

function toggle() {
  const box = current()?.querySelector('.row-check input');
  if (!box) return;
  box.checked = !box.checked;
  selection.refresh();
}

/** Archives, and goes up or down the list instead of where one usually goes. */
const archiveAndGo = (advance) => perform('archive', subjects(), {}, advance);

/** Through the messages of the open conversation. */
function message(step) {
  const all = [...document.querySelectorAll('#reading .letter')];
  if (!all.length) return;
  const at = all.findIndex((letter) => letter.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, at + step))];
  const place = next.querySelector('summary, a, button') ?? next;
  if (place === next) next.tabIndex = -1;
  place.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'start' });
}

function menu() {
  const chosen = selection.keys().length ? '.list-head .more-menu' : '.reading-bar .menu.end';
  const details = document.querySelector(chosen) ?? [...document.querySelectorAll('.list-tools .menu')].at(-1);
  if (!details) return;
  details.open = true;
  details.querySelector('.menu-item')?.focus({ preventScroll: true });
}

export const palette = () => picker('palette', RUN);

const GO = {
  i: () => go('/mail/inbox'), s: () => go('/search?q=is:starred'), b: () => click('.folder[data-mailbox="snoozed"]'), t: () => go('/mail/sent'),
  d: () => go('/mail/drafts'), a: () => go('/mail/archive'), l: () => picker('goLabel'), c: () => go('/contacts'),
};
const CHOOSE = {
  a: () => true, n: () => false,
  r: (row) => !row.classList.contains('unread'), u: (row) => row.classList.contains('unread'),
  s: (row) => row.classList.contains('starred'), t: (row) => !row.classList.contains('starred'),
};

/** Everything there is to do, by the name it has in the list of keys. */
const RUN = {
  move: () => move(1), back: () => click('.reading .back'), select: toggle, open: () => current()?.querySelector('.row-link').click(),
  compose: () => click('.compose-button'), 'compose-page': () => go('/compose'), reply: () => answer('[data-key-reply]'), forward: () => answer('[data-key-forward]'),
  'reply-all': () => answer((document.activeElement?.closest('.letter[open]') ?? document).querySelector('[data-key-all]') ? '[data-key-all]' : '[data-key-reply]'),
  archive: () => act('archive'), delete: () => act(inTrash() ? 'destroy' : 'delete'), junk: () => act('junk'), star, snooze: () => act('snooze'),
  label: () => act('label'), folder: () => act('move'), mute, read: () => act('read'), unread: () => act('unread'),
  important: () => act('label:$important'), unimportant: () => act('unlabel:$important'),
  all: () => selection.set(CHOOSE.a), none: () => selection.clear(), 'read-ones': () => selection.set(CHOOSE.r), 'unread-ones': () => selection.set(CHOOSE.u),
  'starred-ones': () => selection.set(CHOOSE.s), 'unstarred-ones': () => selection.set(CHOOSE.t),
  'go-inbox': GO.i, 'go-starred': GO.s, 'go-snoozed': GO.b, 'go-sent': GO.t, 'go-drafts': GO.d, 'go-archive': GO.a, 'go-label': GO.l, 'go-contacts': GO.c,
  search: () => document.getElementById('q')?.focus(), more: menu, help: () => document.getElementById('shortcuts')?.showModal(),
};

const KEYS = {
  j: RUN.move, k: () => move(-1), n: () => message(1), p: () => message(-1), o: RUN.open, u: RUN.back, x: RUN.select, c: RUN.compose, d: RUN['compose-page'],
  r: RUN.reply, a: RUN['reply-all'], f: RUN.forward, e: RUN.archive, '#': RUN.delete, Delete: RUN.delete, '!': RUN.junk, s: RUN.star,
  b: RUN.snooze, l: RUN.label, v: RUN.folder, m: RUN.mute, I: RUN.read, U: RUN.unread, '+': RUN.important, '=': RUN.important, '-': RUN.unimportant,
  '[': () => archiveAndGo('newer'), ']': () => archiveAndGo('older'), '/': RUN.search, '.': RUN.more, '?': RUN.help,
};

function escape() {
  selection.clear();
}

function sequence(event) {
  const first = pending;
  pending = '';
  if (first === 'g' && GO[event.key]) return GO[event.key];
  if (first === '*' && CHOOSE[event.key]) return () => selection.set(CHOOSE[event.key]);
  if (event.key === 'g' || event.key === '*') pending = event.key;
  return null;
}

export function keys({ undoLast }) {
  RUN.undo = undoLast;
  KEYS.z = undoLast;
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === 'k') {
      if (event.target.closest('[contenteditable], dialog[open]')) return; // there it makes a link
      event.preventDefault();
      palette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // A dialog just closed keeps the focus until the page is drawn anew
    const typing = event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog[open]');
    if (typing) {
      if (event.key === 'Escape' && event.target.id === 'q') event.target.blur();
      return;
    }
    if (typedEarly(event.key)) {
      event.preventDefault();
      return;
    }
    if (event.key === 'Escape') { escape(); return; }
    if (!single() && event.key !== 'Delete') return;
    const action = sequence(event) ?? (pending ? null : KEYS[event.key]);
    if (!action || document.querySelector('.compose-main #compose') || event.target.closest('.compose, .window')) return;
    event.preventDefault();
    action();
  });
}
