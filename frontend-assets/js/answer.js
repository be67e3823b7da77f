/* Answering in place: the compose form below the letter it answers. Comes with the first answer. */
import { heldKeys, holdKeys, refreshList } from './actions.js';
import { mount } from './compose.js';
import { part } from './part.js';
import { post } from './post.js';
import { toast } from './toasts.js';
import { words } from './words.js';

const STYLES_MILLIS = 3000;

/** The one answer that is being written: its place, its form, where that came from, the letter it stands below. */
let open = null;

const page = () => location.pathname + location.search;
const reading = () => document.getElementById('reading');
const refresh = () => (reading()?.dataset.key ? part(location.pathname, 'section#reading', 'outerMorph', true) : Promise.resolve());

/** Styles come with the form, and are waited for: nothing jumps. Those of a form that was taken away never come. */
function styled(place) {
  const sheet = place.querySelector('link[rel="stylesheet"]');
  if (!sheet || sheet.sheet) return Promise.resolve();
  return new Promise((done) => { sheet.onload = done; sheet.onerror = done; setTimeout(done, STYLES_MILLIS); });
}

/** Whether it can still be opened; if not, keys are commands again. */
function expected(mine) {
  if (open === mine && mine.place.isConnected) return true;
  if (open === mine) {
    open = null;
    heldKeys();
  }
  return false;
}

/**
 * Opens the form of this address below the letter. Keys that were typed before it was there are its text.
 */
export async function answer(address, letter) {
  if (open && !open.ready && open.place.isConnected) return; // it is coming, and has the keys
  if (open?.address === address && open.ready) {
    heldKeys();
    open.writer.focus();
    return;
  }
  if (open?.writer && !(await fold())) {
    if (open?.ready) heldKeys();
    return;
  }
  if (open?.place.isConnected) return; // the second of two clicks was quicker
  const place = document.createElement('section');
  place.id = 'answer';
  place.className = 'answer';
  place.setAttribute('aria-busy', 'true');
  letter.after(place);
  const mine = { place, address, letter: letter.id, page: page(), subject: document.querySelector('.message-subject')?.textContent, writer: null, ready: false };
  open = mine;
  await part(address, 'section#answer', 'innerHTML');
  if (!expected(mine)) return; // another conversation was opened meanwhile
  const form = place.querySelector('form.compose');
  if (!form) {
    place.remove();
    expected(mine);
    location.assign(address);
    return;
  }
  await styled(place);
  if (!expected(mine)) return;
  place.removeAttribute('aria-busy');
  place.setAttribute('aria-label', form.querySelector('.compose-head h3').textContent);
  const writer = mount(form, { leave: (_, sent) => gone(mine, sent), archive: archived(form, reading()?.dataset.key) });
  place.addEventListener('keydown', (event) => escaped(event));
  place.addEventListener('click', (event) => {
    if (event.target.closest('[data-expand]')) expand(mine);
    if (event.target.closest('[data-dock]')) toWindow(mine);
  });
  mine.writer = writer;
  await writer.ready;
  if (open !== mine) return;
  mine.ready = true;
  const typed = heldKeys();
  if (typed) writer.type(typed);
  place.scrollIntoView({ block: 'nearest' });
}

function escaped(event) {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.target.closest('dialog[open], details.menu[open]')) return;
  event.preventDefault();
  event.stopPropagation();
  fold();
}

function close(mine) {
  const { place, letter, writer } = mine;
  const focused = place.contains(document.activeElement);
  if (open === mine) open = null;
  writer.destroy();
  place.remove();
  if (focused) document.getElementById(letter)?.querySelector('summary')?.focus({ preventScroll: true });
}

/** Puts it away; what was written is a draft of the conversation. False when that could not be saved: then it stays. */
async function fold() {
  const mine = open;
  if (!mine?.writer || !(await mine.writer.keep())) return false;
  if (open !== mine) return !open; // it was sent meanwhile, or its letter went
  const draft = mine.writer.draft();
  close(mine);
  if (draft) {
    toast(mine.writer.words.kept);
    await refresh();
  }
  return true;
}

/** The whole page goes on with the draft. */
async function expand(mine) {
  const { place, address, writer } = mine;
  if (!(await writer.keep()) || open !== mine) return;
  const draft = writer.draft();
  const source = place.querySelector('[name="source"]').value;
  const next = new URL(draft ? `/compose?${new URLSearchParams({ draft, source })}` : address, location.href);
  next.searchParams.set('back', page());
  writer.destroy();
  location.assign(next);
}

/** A window goes on with the draft, whatever is read meanwhile. */
async function toWindow(mine) {
  const windows = await import('./windows.js');
  if (await windows.full()) return;
  const { address, writer } = mine;
  if (!(await writer.keep()) || open !== mine) return;
  const [draft, source] = [writer.draft(), writer.source()];
  close(mine);
  await windows.open(draft ? `/compose?${new URLSearchParams({ draft, source })}` : address);
}

/** With its answer the conversation leaves the inbox, whatever is open by then, and the list has its place. */
function archived(form, key) {
  if (!key || !form.querySelector('[name="source"]').value) return undefined;
  return async () => post('/mail/actions', new URLSearchParams({ action: 'archive', m: key }));
}

/** It has been sent or thrown away. */
async function gone(mine, sent) {
  const list = document.querySelector('.reading-bar .back')?.getAttribute('href') ?? '/mail/inbox';
  const told = mine.writer.words;
  const drafted = mine.writer.draft();
  const present = () => !open && document.getElementById(mine.letter); // nobody has gone on to something else
  mine.gone = true;
  close(mine);
  if (!sent) {
    toast(told.discarded);
    if (drafted && present()) await refresh();
    return;
  }
  if (sent.archived && present()) {
    const query = new URLSearchParams({ back: list });
    if (sent.held !== null) query.set('held', sent.held);
    location.assign(`/compose/sent?${query}`);
    return;
  }
  const undo = sent.held === null || sent.at !== null ? null : () => takeBack(sent.held, mine, told);
  toast(sent.text, undo, sent.seconds)?.setAttribute('data-sent', '');
  refreshList(true);
  if (!present()) return;
  await refresh();
  const letters = [...document.querySelectorAll('#reading .letter')];
  const answered = letters.findIndex((letter) => letter.id === mine.letter);
  if (sent.at === null && answered >= 0) letters.at(-1).scrollIntoView({ block: 'nearest' });
}

/** What was just sent is being written again, where it was. */
async function takeBack(held, { letter }, told) {
  try {
    const { address } = await post('/compose/take-back', new URLSearchParams({ held }));
    if (!address) { toast(told.tooLate); return; }
    await refresh();
    const place = document.getElementById(letter);
    if (place) await answer(address, place);
    else location.assign(address);
  } catch { toast(words.failed); }
}

/** Where one writes, to go on there: what is taken out of the page loses the focus, the selection, and the keys meanwhile. */
function writing({ place }) {
  const at = document.activeElement;
  if (!place.contains(at)) return () => {};
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  const text = at.isContentEditable && place.contains(anchorNode);
  holdKeys();
  return () => {
    at.focus({ preventScroll: true });
    if (text) getSelection().setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    const typed = heldKeys();
    if (typed) document.execCommand('insertText', false, typed);
  };
}

// The pane is put in place anew: the answer steps aside, and comes back if its letter does
document.addEventListener('htmx:before:swap', (event) => {
  const target = event.detail?.ctx?.target;
  if (!open?.writer || (target?.id !== 'reading' && target !== document.body)) return;
  open.goOn = writing(open);
  open.place.remove();
});
function comeBack() {
  if (!open || open.place.isConnected) return;
  if (!open.writer) { expected(open); return; }
  const letter = document.getElementById(open.letter);
  if (!letter) { leaveBehind(open); return; }
  letter.after(open.place);
  open.goOn?.();
}
document.addEventListener('htmx:after:settle', comeBack);
document.addEventListener('htmx:finally:swap', comeBack); // of one that failed, too

/** Its letter has gone from the page: it is a draft once its files have come; of what cannot be saved a copy stays in this browser. */
async function leaveBehind(mine) {
  const { writer } = mine;
  const told = writer.words;
  open = null;
  heldKeys();
  const why = writer.sending() ? told.unsent : writer.uploading() ? told.uploading : told.unsaved;
  let kept = await writer.keep();
  if (!kept) {
    writer.copy();
    wayBack(mine, why);
    await writer.uploaded();
    kept = (await writer.keep()) && why === told.uploading;
  }
  if (kept && !mine.gone && writer.draft()) toast(told.kept);
  writer.destroy();
}

function wayBack(mine, why) {
  const link = document.createElement('a');
  link.href = mine.page;
  link.textContent = mine.subject;
  toast(why)?.append(link);
}
