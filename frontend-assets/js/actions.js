/* Triage by script: the page changes at once, the server is asked, and what was done can be taken back. */
import { post } from './post.js';
import { selection } from './selection.js';
import { part } from './part.js';
import { toast } from './toasts.js';
import { words } from './words.js';

const REMOVING = new Set(['archive', 'delete', 'destroy', 'junk', 'not-junk', 'move']);
let last = null;

/** Does what a button of a form says: to one row (name=one), or to what is chosen or open. */
export async function act(form, button) {
  let verb = button.value;
  let keys = [];
  if (button.name === 'one') {
    const space = verb.indexOf(' ');
    keys = [verb.slice(space + 1)];
    verb = verb.slice(0, space);
  } else {
    keys = form.id === 'actions' ? selection.keys() : new FormData(form).getAll('m');
  }
  return perform(verb, keys, form.id !== 'actions' && form.matches('.reading-bar'));
}

/** The same for the keyboard: on these keys, whatever they come from. */
export async function perform(verb, keys, open = false) {
  if (!keys.length) return;
  if (verb === 'destroy' && !confirm(words.confirmDestroy)) return;
  const [bare] = verb.split(':');
  const rows = keys.map((key) => document.querySelector(`.row[data-key="${CSS.escape(key)}"]`)).filter(Boolean);
  mark(bare, rows);
  const data = new URLSearchParams({ action: verb, confirmed: 'true' });
  for (const key of keys) data.append('m', key);
  try {
    const told = await post('/mail/actions', data);
    settle(bare, rows, keys, open);
    offer(told);
  } catch (error) {
    for (const row of rows) row.classList.remove('going');
    toast({ 401: words.signedOut, 409: words.refused }[error.status] ?? words.failed);
  }
}

/** What the page can show before the server has answered. */
function mark(verb, rows) {
  for (const row of rows) {
    if (REMOVING.has(verb)) row.classList.add('going');
    if (verb === 'read') row.classList.remove('unread');
    if (verb === 'unread') row.classList.add('unread');
    if (verb === 'star' || verb === 'unstar') star(row, verb === 'star');
  }
}

function star(row, on) {
  row.classList.toggle('starred', on);
  const button = row.querySelector('.star');
  button.setAttribute('aria-pressed', on);
  button.value = `${on ? 'unstar' : 'star'} ${row.dataset.key}`;
}

function settle(verb, rows, keys, open) {
  const reading = document.getElementById('reading');
  const shown = reading?.dataset.key;
  if (verb === 'star' || verb === 'unstar') {
    const button = reading?.querySelector('.reading-bar .star');
    if (button && keys.includes(shown)) {
      button.setAttribute('aria-pressed', verb === 'star');
      button.value = verb === 'star' ? 'unstar' : 'star';
    }
    return;
  }
  if (verb === 'unread' && keys.includes(shown)) close();
  if (!REMOVING.has(verb)) { folders(); return; }
  const next = neighbour(rows);
  const focused = rows.some((row) => row.contains(document.activeElement));
  for (const row of rows) row.remove();
  selection.refresh();
  if (shown && keys.includes(shown)) close(next);
  else if (focused) next?.querySelector('.row-link').focus();
  refreshList(true);
  folders();
}

/** The row that comes after those that go, or before them at the end of the list. */
function neighbour(rows) {
  const goes = new Set(rows);
  for (let row = rows.at(-1)?.nextElementSibling; row; row = row.nextElementSibling) if (!goes.has(row)) return row;
  for (let row = rows[0]?.previousElementSibling; row; row = row.previousElementSibling) if (!goes.has(row)) return row;
  return null;
}

/** The open message has gone: on a desk the next one opens, on a phone the list comes back. */
function close(next) {
  const wide = matchMedia('(width >= 60rem)').matches;
  const back = document.querySelector('.reading-bar .back')?.href ?? '/mail/inbox';
  if (wide && next && document.getElementById('rows')) next.querySelector('.row-link').click();
  else location.assign(back);
}

function folders() {
  import('./mail.js').then((mail) => mail.fetchFolders(true));
}

/** Fetches the list anew, the page of it that is shown. */
export function refreshList(afresh = false) {
  const path = document.getElementById('list')?.dataset.page;
  return path ? part(path, 'section#list', 'outerMorph', afresh) : Promise.resolve();
}

function offer(told) {
  const undo = told.undo ? () => takeBack(told) : null;
  last = undo;
  toast(told.text, undo);
}

async function takeBack(told) {
  last = null;
  const data = new URLSearchParams({ action: told.undo });
  for (const key of told.keys) data.append('m', key);
  try {
    const back = await post('/mail/actions', data);
    toast(back.text);
    await refreshList(true);
    folders();
  } catch {
    toast(words.failed);
  }
}

/** Takes back what was done last, if that is possible. */
export function undoLast() { last?.(); }
