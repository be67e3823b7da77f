/* Gmail's keys. Single letters do nothing while somebody types (WCAG 2.1.4). */
import { perform } from './actions.js';
import { selection } from './selection.js';

const rows = () => [...document.querySelectorAll('.row')];
const click = (selector) => document.querySelector(selector)?.click();
const go = (path) => location.assign(path);
let pending = '';

function current() {
  return document.querySelector('.row.cursor') ?? document.activeElement?.closest?.('.row') ?? document.querySelector('.row.open');
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + step))];
  for (const row of all) row.classList.toggle('cursor', row === next);
  next.scrollIntoView({ block: 'nearest' });
  next.querySelector('.row-link').focus({ preventScroll: true });
  if (document.querySelector('#reading[data-key]') && matchMedia('(width >= 60rem)').matches) next.querySelector('.row-link').click();
}

/** What an action is about: the chosen rows, else the open message, else the row under the cursor. */
function subjects() {
  const chosen = selection.keys();
  if (chosen.length) return chosen;
  const open = document.getElementById('reading')?.dataset.key;
  const at = current();
  if (open && (!at || at.classList.contains('open') || document.body.dataset.pane === 'message')) return [open];
  return at ? [at.dataset.key] : [];
}

const inTrash = () => document.body.dataset.mailbox === 'trash';

function star() {
  const keys = subjects();
  const row = rows().find((r) => r.dataset.key === keys[0]);
  perform(row?.classList.contains('starred') ? 'unstar' : 'star', keys);
}

function toggle() {
  const box = current()?.querySelector('.row-check input');
  if (!box) return;
  box.checked = !box.checked;
  selection.refresh();
}

const GO = { i: '/mail/inbox', s: '/search?q=is:starred', t: '/mail/sent', d: '/mail/drafts', a: '/mail/archive' };
const CHOOSE = {
  a: () => true, n: () => false,
  r: (row) => !row.classList.contains('unread'), u: (row) => row.classList.contains('unread'),
  s: (row) => row.classList.contains('starred'), t: (row) => !row.classList.contains('starred'),
};

function bindings(undoLast) {
  return {
    j: () => move(1), k: () => move(-1),
    o: () => current()?.querySelector('.row-link').click(),
    u: () => click('.reading .back'),
    x: toggle,
    c: () => go('/compose'),
    r: () => click('[data-key-reply]'),
    a: () => (document.querySelector('[data-key-all]') ? click('[data-key-all]') : click('[data-key-reply]')),
    f: () => click('[data-key-forward]'),
    e: () => perform('archive', subjects()),
    '#': () => perform(inTrash() ? 'destroy' : 'delete', subjects()),
    Delete: () => perform(inTrash() ? 'destroy' : 'delete', subjects()),
    '!': () => perform('junk', subjects()),
    s: star,
    I: () => perform('read', subjects()), U: () => perform('unread', subjects()),
    v: () => {
      const menu = document.querySelector(selection.keys().length ? '.list .move-menu' : '.reading .move-menu') ?? document.querySelector('.move-menu');
      if (menu) menu.open = true;
    },
    z: undoLast,
    '/': () => document.getElementById('q')?.focus(),
    '?': () => document.getElementById('shortcuts')?.showModal(),
    Escape: () => { selection.clear(); for (const menu of document.querySelectorAll('.move-menu[open]')) menu.open = false; },
  };
}

export function keys({ undoLast }) {
  const actions = bindings(undoLast);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const typing = event.target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog');
    if (typing) {
      if (event.key === 'Escape' && event.target.id === 'q') event.target.blur();
      return;
    }
    if (pending === 'g' && GO[event.key]) { go(GO[event.key]); event.preventDefault(); pending = ''; return; }
    if (pending === '*' && CHOOSE[event.key]) { selection.set(CHOOSE[event.key]); event.preventDefault(); pending = ''; return; }
    pending = event.key === 'g' || event.key === '*' ? event.key : '';
    const action = actions[event.key];
    if (!action || document.getElementById('compose')) return;
    event.preventDefault();
    action();
  });
}
