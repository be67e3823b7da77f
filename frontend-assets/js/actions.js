/* Triage by script: the page changes at once, the server is asked, and what was done can be taken back. */
import { post } from './post.js';
import { selection } from './selection.js';
import { part } from './part.js';
import { toast } from './toasts.js';
import { words } from './words.js';

const REMOVING = new Set(['archive', 'delete', 'destroy', 'junk', 'not-junk', 'move', 'snooze', 'wake', 'mute']);
/** Buttons that need an answer first, and the module that asks. */
const ASKING = { snooze: 'askTime', label: 'askLabels', move: 'askFolder' };
const MOST_UNDO = 20;
let before = Promise.resolve();

/** Changes reach the server one after the other, as they were asked for: the last one counts. */
function inTurn(change) {
  const now = before.then(change);
  before = now.catch(() => {});
  return now;
}

/** What can be taken back, the last at the end; it outlives the page, and each tab has its own. */
const done = {
  all: () => JSON.parse(sessionStorage.getItem('undo') ?? '[]'),
  push(id) { sessionStorage.setItem('undo', JSON.stringify([...this.all(), id].slice(-MOST_UNDO))); },
  pop(id) {
    const all = this.all();
    const last = id ?? all.at(-1);
    sessionStorage.setItem('undo', JSON.stringify(all.filter((one) => one !== last)));
    return last;
  },
};

/** The keys a form's button is about: one row, the chosen ones, or what is open. */
function keysOf(form, button) {
  if (button.name === 'one') return [button.value.slice(button.value.indexOf(' ') + 1)];
  return form.id === 'actions' ? selection.keys() : new FormData(form).getAll('m');
}

/** Does what a button of a form says. */
export async function act(form, button) {
  const verb = button.name === 'one' ? button.value.slice(0, button.value.indexOf(' ')) : button.value;
  const keys = keysOf(form, button);
  return ask(verb, keys);
}

let dialogs = null;
let early = null;

/** Opens one of the dialogs that ask. They come with the first use; what is typed meanwhile is typed into them. */
export async function picker(what, ...values) {
  if (!dialogs) {
    holdKeys();
    try { dialogs = await import('./picker.js'); } catch (error) { heldKeys(); throw error; }
  }
  dialogs[what](...values);
  const [typed, ...entered] = heldKeys().trimStart().split('\n');
  if (typed) dialogs.type(typed, entered.length > 0);
}

/** From now on keys are no commands: they are meant for what is about to open, which gets them by `heldKeys`. */
export function holdKeys() {
  early ??= '';
}

/** What was typed since; keys are commands again. */
export function heldKeys() {
  const typed = early ?? '';
  early = null;
  return typed;
}

/** Whether this key belongs to something that is not there yet, and is no command. */
export function typedEarly(key) {
  if (early === null) return false;
  if (key === 'Backspace') early = early.slice(0, -1);
  else if (key === 'Enter') early += '\n';
  else if (key.length === 1) early += key;
  else return false;
  return true;
}

/** The same for the keyboard and the pointer; asks what is missing. */
export async function ask(verb, keys) {
  if (!keys.length && !selection.everything()) return;
  if (ASKING[verb]) {
    await picker(ASKING[verb], keys);
    return;
  }
  await perform(verb, keys);
}

/** Does it to these messages, or to all of the list where that was chosen; `advance` says what follows an open one. */
export async function perform(verb, keys, more = {}, advance = document.body.dataset.advance) {
  const everything = selection.everything();
  if (!keys.length && !everything) return;
  if (verb === 'destroy' && !confirm(words.confirmDestroy)) return;
  const [bare] = verb.split(':');
  const rows = keys.map(rowOf).filter(Boolean);
  if (!everything) mark(bare, rows);
  const data = new URLSearchParams({ action: verb, confirmed: 'true', ...more, ...(everything ? { all: 'true', ...everything } : {}) });
  if (!everything) for (const key of keys) data.append('m', key);
  try {
    const told = await inTurn(() => post('/mail/actions', data));
    if (everything) selection.clear();
    else settle(bare, rows, keys, advance);
    offer(told);
  } catch (error) {
    for (const row of rows) row.classList.remove('going');
    const said = error.status === 409 ? await error.response.json().catch(() => null) : null;
    toast(said?.text ?? { 401: words.signedOut, 409: words.refused, 400: bare === 'snooze' ? words.snoozeBad : words.failed }[error.status] ?? words.failed);
  }
}

export const rowOf = (key) => document.querySelector(`.row[data-key="${CSS.escape(key)}"]`);

/** Muting moves only what is in the way. */
const removes = (verb) => REMOVING.has(verb) && (verb !== 'mute' || document.getElementById('list')?.dataset.mailbox === 'inbox');

/** What the page can show before the server has answered. */
function mark(verb, rows) {
  for (const row of rows) {
    if (removes(verb)) row.classList.add('going');
    if (verb === 'read') row.classList.remove('unread');
    if (verb === 'unread') row.classList.add('unread');
    if (verb === 'star' || verb === 'unstar') star(row, verb === 'star');
  }
}

function star(row, on) {
  row.classList.toggle('starred', on);
  const button = row.querySelector('.star');
  if (!button) return;
  button.setAttribute('aria-pressed', on);
  button.value = `${on ? 'unstar' : 'star'} ${row.dataset.key}`;
}

function settle(verb, rows, keys, advance) {
  const reading = document.getElementById('reading');
  const shown = reading?.dataset.key;
  const open = shown && keys.includes(shown);
  if (verb === 'star' || verb === 'unstar') {
    const button = reading?.querySelector('.reading-bar .star');
    if (button && open) {
      button.setAttribute('aria-pressed', verb === 'star');
      button.value = verb === 'star' ? 'unstar' : 'star';
    }
    return;
  }
  if (verb === 'unread' && open) close(null, rows[0]);
  if (!removes(verb)) {
    folders();
    if (verb === 'label' || verb === 'unlabel') changed(open);
    return;
  }
  const next = neighbour(rows);
  const follows = open ? following(rows, advance) : null;
  const focused = rows.some((row) => row.contains(document.activeElement));
  for (const row of rows) row.remove();
  selection.clear();
  if (open) close(follows, next);
  else if (focused) goTo(next);
  refreshList(true);
  folders();
}

/** Labels stand on rows and on the open message. */
function changed(open) {
  refreshList(true);
  if (open && document.body.dataset.pane === 'message') part(location.pathname, 'section#reading', 'outerMorph', true);
}

/** The row that comes after those that go, or before them at the end of the list. */
function neighbour(rows) {
  const goes = new Set(rows);
  const all = [...document.querySelectorAll('.row')];
  const last = all.indexOf(rows.at(-1));
  return all.slice(last + 1).find((row) => !goes.has(row)) ?? all.slice(0, Math.max(0, all.indexOf(rows[0]))).findLast((row) => !goes.has(row)) ?? null;
}

const beside = () => matchMedia('(width >= 60rem)').matches && document.body.dataset.layout !== 'none';

/** What opens when the open message has gone, as its reader has chosen; null: nothing, the list comes back. */
function following(rows, advance) {
  if (advance === 'list' || (advance === 'auto' && !beside())) return null;
  if (advance === 'auto') return neighbour(rows);
  const goes = new Set(rows);
  const all = [...document.querySelectorAll('.row')];
  if (advance === 'newer') return all.slice(0, Math.max(0, all.indexOf(rows[0]))).findLast((row) => !goes.has(row)) ?? null;
  return all.slice(all.indexOf(rows.at(-1)) + 1).find((row) => !goes.has(row)) ?? null;
}

/** The focus goes to this row; to the heading where none is left. */
function goTo(row) {
  (row?.querySelector('.row-link') ?? document.querySelector('#list .list-title'))?.focus();
}

/** The open message has gone: another opens, or the list comes back, with the focus on `next`. */
function close(follows, next = null) {
  if (follows) {
    follows.querySelector('.row-link').click();
    return;
  }
  const list = document.getElementById('list');
  const reading = document.getElementById('reading');
  const back = document.querySelector('.reading-bar .back')?.href ?? '/mail/inbox';
  if (!list || !reading) {
    location.assign(back);
    return;
  }
  document.body.dataset.pane = 'list';
  history.pushState(null, '', list.dataset.mailbox === reading.dataset.mailbox ? back : list.dataset.page);
  goTo(next);
  part('/mail/inbox', 'section#reading', 'outerHTML', true);
}

function folders() {
  import('./mail.js').then((mail) => mail.fetchFolders(true));
}

/** Fetches the list anew, the page of it that is shown. */
export function refreshList(afresh = false) {
  const path = document.getElementById('list')?.dataset.page;
  return path ? part(path, 'section#list', 'outerMorph', afresh) : Promise.resolve();
}

/** Does to all of a folder what a button says, by the place it leads to. */
export async function whole(button) {
  try {
    const told = await inTurn(() => post(button.formAction, new URLSearchParams()));
    offer(told);
    if (told.job) return;
    await refreshList(true);
    folders();
  } catch (error) {
    toast(error.status === 401 ? words.signedOut : words.failed);
  }
}

/** Says what was done, with a way back; a long job is watched to its end. */
function offer(told) {
  if (told.job) {
    import('./jobs.js').then((jobs) => jobs.watch(told.job, ended));
    return;
  }
  if (told.undo) done.push(told.undo);
  toast(told.text, told.undo ? () => takeBack(told.undo) : null);
}

/** A job is over, or was taken back: the page shows what it made of the mail. */
async function ended(progress) {
  if (progress.undo) done.push(progress.undo);
  toast(progress.text, progress.undo ? () => takeBack(progress.undo) : null);
  await refreshList(true);
  folders();
}

async function takeBack(id) {
  done.pop(id);
  try {
    const told = await inTurn(() => post('/mail/undo', new URLSearchParams({ id })));
    if (told.job) { offer(told); return; }
    toast(told.text);
    await refreshList(true);
    folders();
  } catch {
    toast(words.failed);
  }
}

/** Takes back what was done last in this tab, also what is still on its way, then what was done before that. */
export async function undoLast() {
  await before;
  const id = done.pop();
  if (id) takeBack(id);
  else toast(words.undoNone);
}

// What a form has done before this page was made
const told = document.querySelector('.told [data-undo]')?.dataset.undo;
if (told && !done.all().includes(told)) done.push(told);
