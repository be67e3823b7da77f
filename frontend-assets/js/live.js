/* New mail as it comes: one event stream a page. Rows never move under the pointer: a pill says what waits. */
import { refreshList } from './actions.js';
import { words, filled } from './words.js';

const RETRY_MILLIS = 15_000;
let waiting = 0;
const title = document.title;

function unseen() {
  return Number(document.getElementById('folder-list')?.dataset.unseen ?? 0);
}

/** The count of unread mail stands before the page's title. */
function retitle() {
  const bare = document.title.replace(/^\(\d+\) /, '');
  const count = unseen();
  document.title = count ? `(${count}) ${bare}` : bare;
}

const LOOK_AGAIN_MILLIS = 500;
let stale = null;

/** Nothing that somebody points at, has chosen or has opened would move. */
function atRest() {
  const scroll = document.getElementById('list-scroll');
  return !scroll?.matches(':hover') && !document.querySelector('.list.selecting, .list details[open]');
}

function atTop() {
  return (document.getElementById('list-scroll')?.scrollTop ?? 0) < 40;
}

/** Fetches the list anew as soon as nothing moves under the pointer by that. */
function refreshAtRest() {
  clearTimeout(stale);
  stale = null;
  if (atRest()) return refreshList();
  stale = setTimeout(refreshAtRest, LOOK_AGAIN_MILLIS);
  return Promise.resolve();
}

async function showNew(arrived) {
  const pane = document.getElementById('list');
  if (!pane || pane.dataset.newest !== 'true') return;
  if (arrived === 0 || (atTop() && atRest())) {
    if (atTop()) waiting = 0;
    await refreshAtRest();
    return;
  }
  waiting += arrived;
  const pill = document.getElementById('newer');
  pill.querySelector('span').textContent = waiting === 1 ? words.arrivedOne : filled(words.arrived, waiting);
  pill.hidden = false;
}

function notice(text) {
  const bar = document.getElementById('live');
  const line = document.createElement('p');
  line.textContent = `${words.notice}: ${text}`;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'button small';
  close.textContent = words.close;
  close.addEventListener('click', () => line.remove());
  line.append(close);
  bar.append(line);
}

let offline = null;
function connection(up) {
  if (up) {
    offline?.remove();
    offline = null;
    return;
  }
  if (offline) return;
  offline = document.createElement('p');
  offline.textContent = words.offline;
  document.getElementById('live').append(offline);
}

/** Opens the stream; `folders` fetches the folder list anew. */
export function listen(folders, withList = true) {
  retitle();
  new MutationObserver(retitle).observe(document.querySelector('.rail') ?? document.body, { childList: true, subtree: true });
  document.addEventListener('click', async (event) => {
    if (!event.target.closest('#newer')) return;
    event.preventDefault();
    waiting = 0;
    document.getElementById('list-scroll').scrollTop = 0;
    await refreshList();
  });
  let source = null;
  let opened = false;
  let failures = 0;
  const missed = () => { folders(); if (withList) showNew(0); };
  const changed = async (event) => {
    const change = JSON.parse(event.data);
    await folders();
    const shown = document.getElementById('list')?.dataset.mailbox;
    if (withList && change.mailbox === shown) await showNew(change.arrived);
    else if (withList && change.mailbox === 'sent') await showNew(0); // an own answer: no new row, but another count
    if (change.arrived && change.mailbox === 'inbox') {
      const count = change.arrived === 1 ? words.arrivedOne : filled(words.arrived, change.arrived);
      const spoken = document.createElement('span');
      spoken.className = 'visually-hidden';
      spoken.textContent = count;
      document.getElementById('live').replaceChildren(...[...document.querySelectorAll('#live > p')], spoken);
      if (document.hidden && document.body.dataset.notify === 'true') (await import('./tell.js')).tell(count);
    }
  };
  let again = null;
  /** One stream at a time: what an older one still has to say is not heard. */
  const open = () => {
    clearTimeout(again);
    source?.close();
    // Before the first stream the page is as old as its making; later ones follow a fetch of everything
    const known = opened ? '' : `&known=${document.body.dataset.known ?? ''}`;
    const stream = new EventSource(`/mail/events?mailbox=${encodeURIComponent(document.body.dataset.mailbox ?? 'inbox')}${known}`);
    source = stream;
    const on = (type, heard) => stream.addEventListener(type, (event) => { if (stream === source) heard(event); });
    on('open', () => {
      if (opened) missed(); // what came while nobody listened
      opened = true;
      failures = 0;
      connection(true);
    });
    on('error', () => {
      if (++failures > 2) connection(false);
      // On any answer but a stream the browser gives up; a server that starts or lost its database comes back
      if (stream.readyState === EventSource.CLOSED) again = setTimeout(open, RETRY_MILLIS);
    });
    on('change', changed);
    on('alert', (event) => notice(JSON.parse(event.data).text));
  };
  open();
  connection(navigator.onLine);
  // The browser knows at once, a stream after a while: one that was asked for before is no sign of a connection any more
  addEventListener('offline', () => { connection(false); open(); });
  addEventListener('online', () => { if (source.readyState === EventSource.OPEN) connection(true); else open(); });
  addEventListener('pagehide', () => { clearTimeout(again); source.close(); });
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
}
