/* Writing in windows at the foot of the page, over the list. They outlive the page: what is not on the server yet is in this browser. */
import { heldKeys, holdKeys, refreshList } from './actions.js';
import { mount } from './compose.js';
import { copies, keyOfWindow } from './compose/copies.js';
import { dock, docked, freeWindow } from './docked.js';
import { part } from './part.js';
import { post } from './post.js';
import { claim } from './tab.js';
import { toast } from './toasts.js';
import { filled, words } from './words.js';

const STYLES_MILLIS = 3000;
const SAVING_MILLIS = 3000;
const template = document.getElementById('window-template');
const texts = template?.dataset ?? {};

/**
 * The windows in the order in which they were opened. Of each: its number, where its form comes from (`address`) and first
 * came from (`base`), the key of its copy in this browser, whether it is small, whether that copy is newer than the draft, and
 * once they are there its element and what brings its form to life.
 */
let all = [];
let bar = null;
let styles = null;
let restored = null;

const here = () => location.pathname + location.search;
const titleOf = (one) => one.title.trim() || texts.untitled;
const addressOf = (one) => (one.draft ? `/compose?${new URLSearchParams({ draft: one.draft, source: one.source ?? '' })}` : one.base);

/** What is remembered of them is what is needed to have them again. */
function remember() {
  for (const one of all) {
    if (!one.writer) continue;
    one.draft = one.writer.draft();
    one.source = one.writer.source();
    one.title = one.writer.subject();
    one.address = addressOf(one);
    one.place.dataset.draft = one.draft;
  }
  dock(all.map(({ n, address, base, title, small, unsaved, copyKey }) => ({ account: texts.account, n, address, base, title, small, unsaved, copyKey })));
}

function sheet() {
  styles ??= new Promise((done) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: texts.sheet, onload: done, onerror: done });
    setTimeout(done, STYLES_MILLIS);
    document.head.append(link);
  });
  return styles;
}

/** The row of windows; it tells readers of the screen what became of one. */
function row() {
  if (!bar) {
    bar = document.createElement('section');
    bar.id = 'windows';
    bar.className = 'windows';
    bar.setAttribute('aria-label', texts.label);
    bar.hidden = true; // until it has its looks
    sheet().then(() => {
      bar.hidden = false;
      fit(all.at(-1));
    });
    const told = document.createElement('p');
    told.className = 'visually-hidden';
    told.role = 'status';
    bar.append(told);
  }
  if (!bar.isConnected) document.body.append(bar);
  return bar;
}

const tell = (text) => { row().querySelector('[role="status"]').textContent = text; };

function show(one) {
  const title = one.place.querySelector('.window-title');
  title.firstElementChild.textContent = titleOf(one);
  one.place.classList.toggle('small', one.small);
  title.setAttribute('aria-expanded', String(!one.small));
  one.place.querySelector('[data-minimise]').hidden = one.small;
}

/** There is room for so many: those that have waited longest are made small. */
function fit(front) {
  const wide = () => all.reduce((sum, one) => sum + one.place.getBoundingClientRect().width + 12, 0) > innerWidth - 16;
  for (const one of all) {
    if (!wide()) return;
    if (one === front || one.small) continue;
    one.small = true;
    show(one);
    one.writer?.keep();
  }
}

/** Builds the window; its form comes later, or not at all while it is small. */
function build(one) {
  const place = template.content.firstElementChild.cloneNode(true);
  place.id = `window-${one.n}-frame`;
  place.querySelector('.window-body').id = `window-${one.n}`;
  const title = place.querySelector('.window-title');
  title.id = `window-${one.n}-title`;
  title.setAttribute('aria-controls', `window-${one.n}`);
  place.setAttribute('aria-labelledby', title.id);
  place.addEventListener('click', (event) => clicked(one, event));
  place.addEventListener('keydown', (event) => escaped(one, event));
  place.addEventListener('input', (event) => {
    if (event.target.name !== 'subject') return;
    one.title = event.target.value;
    show(one);
  });
  one.place = place;
  row().append(place);
  show(one);
}

/** Whether this browser has more of it than the draft. */
const hasMore = (one) => one.unsaved || copies.get(one.copyKey) !== null;

/** Where its form may be: a save that was under way gave the draft another number, and the letter it answers may have gone. */
const places = (one) => new Set([one.address, ...(hasMore(one) ? [one.base, '/compose'] : [])]);

/** Brings its form. False when it is no longer there: it was sent or deleted elsewhere. */
async function load(one, quiet) {
  one.place.setAttribute('aria-busy', 'true');
  const body = one.place.querySelector('.window-body');
  const target = `div#${body.id}`;
  await sheet();
  for (const place of places(one)) {
    if (place !== one.address && place.includes('draft=')) continue;
    await part(place, target, 'innerHTML', true);
    if (!body.querySelector('form.compose')) continue;
    if (place === '/compose') one.base = place;
    break;
  }
  const form = body.querySelector('form.compose');
  if (!form || !all.includes(one)) {
    body.replaceChildren();
    return false;
  }
  one.title = form.querySelector('[name="subject"]').value || one.title;
  one.copyKey ||= keyOfWindow(form);
  one.writer = mount(form, { copyKey: one.copyKey, travels: true, restore: one.unsaved, quiet, saved: remember, leave: (_, sent) => gone(one, sent) });
  await one.writer.ready;
  one.unsaved = false;
  one.place.removeAttribute('aria-busy');
  one.place.dataset.ready = 'true';
  remember();
  show(one);
  return true;
}

/** What was there when it was opened has the focus again, else the list. */
function leaveFocus(one) {
  const places = [one?.opener, document.querySelector('.row.cursor .row-link'), document.querySelector('.row.open .row-link'), document.querySelector('#list .list-title'), document.getElementById('main')];
  places.find((place) => place?.isConnected && place.checkVisibility())?.focus({ preventScroll: true });
}

function remove(one) {
  const focused = one.place.contains(document.activeElement);
  all = all.filter((other) => other !== one);
  one.writer?.destroy();
  one.place.remove();
  remember();
  if (focused) leaveFocus(one);
}

/** A window whose draft has gone says so and goes; what cannot be had for now waits and is small. */
async function loaded(one, quiet) {
  one.loading = load(one, quiet).catch((error) => { console.error(error); return false; });
  const there = await one.loading;
  one.loading = null;
  if (there || !all.includes(one)) return there;
  const status = await fetch(one.address, { method: 'HEAD' }).then((answer) => answer.status, () => 0);
  if (!hasMore(one) && (status === 404 || !one.draft)) {
    remove(one);
    toast(status === 404 ? texts.gone : words.failed);
  } else {
    one.small = true;
    show(one);
    toast(words.failed);
  }
  return false;
}

/** Whether the letter it answers is being read. */
function isAnswerToOpen(one) {
  const source = (one.writer?.source() ?? '').match(/^\S+ (\S+) (\d+)$/);
  return Boolean(source && document.querySelector(`#reading .letter[data-key="${CSS.escape(`${source[1]}:${source[2]}`)}"]`));
}

const refreshReading = () => part(location.pathname, 'section#reading', 'outerMorph', true);

/** Whether there are as many as there can be; says so. */
export async function full() {
  await restored;
  if (freeWindow(all)) return false;
  toast(texts.full);
  return true;
}

/**
 * Opens a window for this address, or shows the one that has its draft. Keys that were typed before it was there are typed into it.
 */
export async function open(address) {
  await restored;
  const draft = new URL(address, location.href).searchParams.get('draft');
  const known = all.find((one) => (draft && one.draft === draft) || (one.loading && one.base === address));
  if (known) {
    heldKeys();
    await raise(known);
    return;
  }
  if (await full()) {
    heldKeys();
    return;
  }
  const opener = document.activeElement?.closest('.window') ? null : document.activeElement;
  const one = { n: freeWindow(all), address, base: address, title: '', small: false, unsaved: false, copyKey: '', draft, opener };
  all.push(one);
  build(one);
  fit(one);
  const there = await loaded(one, true);
  const typed = heldKeys();
  if (there && !one.small) one.writer.begin(typed);
}

/** Makes it large and gives it the focus. */
async function raise(one) {
  one.small = false;
  show(one);
  fit(one);
  if (!one.writer && !(await (one.loading ?? loaded(one, true)))) return;
  remember();
  if (one.small || document.activeElement.closest('form.compose')?.parentElement === one.place.querySelector('.window-body')) return;
  if (one.last?.isConnected) one.last.focus();
  else one.writer.begin('');
}

/** Makes it small; what was written is a draft. */
async function minimise(one) {
  const at = document.activeElement;
  const focused = one.place.contains(at);
  one.last = focused && at.closest('form') ? at : one.last;
  one.small = true;
  show(one);
  if (focused) leaveFocus(one);
  tell(filled(texts.minimised, titleOf(one)));
  await one.writer?.keep();
  remember();
}

/** Closes it; what was written is a draft. What cannot be saved stays open, and says why. */
async function close(one) {
  if (!one.writer && hasMore(one) && !(await loaded(one, true))) return;
  if (one.loading) await one.loading;
  if (one.writer && !(await one.writer.keep())) {
    if (all.includes(one) && one.small) await raise(one);
    return;
  }
  if (!all.includes(one)) return; // it was sent meanwhile
  const draft = one.writer?.draft() ?? one.draft;
  const answered = isAnswerToOpen(one);
  remove(one);
  if (!draft) return;
  toast(texts.kept);
  if (answered) refreshReading();
  if (document.getElementById('list')?.dataset.mailbox === 'drafts') refreshList(true);
}

/** The whole page goes on with the draft. */
async function expand(one) {
  if (one.loading) await one.loading;
  if (one.writer && !(await one.writer.keep())) return;
  if (!all.includes(one)) return;
  remember();
  const next = new URL(one.address, location.href);
  next.searchParams.set('back', here());
  all = all.filter((other) => other !== one);
  one.writer?.destroy();
  remember();
  location.assign(next);
}

/** Another answer to the same letter, in the same window. */
async function instead(one, address) {
  if (!(await one.writer.keep()) || !all.includes(one)) return;
  one.writer.destroy();
  Object.assign(one, { writer: null, address, base: address, title: '', draft: '', unsaved: false, copyKey: '' });
  delete one.place.dataset.ready;
  if (await loaded(one, true)) one.writer.begin('');
}

function clicked(one, event) {
  const other = event.target.closest('a[href^="/compose?"]');
  if (other && !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    event.stopPropagation();
    instead(one, other.getAttribute('href'));
    return;
  }
  const action = event.target.closest('[data-window]')?.dataset.window;
  if (action === 'toggle') { if (one.small) raise(one); else minimise(one); }
  if (action === 'expand') expand(one);
  if (action === 'close') close(one);
}

function escaped(one, event) {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || one.small || event.target.closest('dialog[open], details.menu[open]')) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey) leaveFocus(null);
  else minimise(one);
}

/** It has been sent or thrown away. */
async function gone(one, sent) {
  const answered = isAnswerToOpen(one);
  remove(one);
  if (!sent) {
    toast(texts.discarded);
    refreshList(true);
    return;
  }
  if (sent.archived && answered) {
    const query = new URLSearchParams({ back: document.querySelector('.reading-bar .back')?.getAttribute('href') ?? '/mail/inbox' });
    if (sent.held !== null) query.set('held', sent.held);
    location.assign(`/compose/sent?${query}`);
    return;
  }
  const undo = sent.held === null || sent.at !== null ? null : () => takeBack(sent.held);
  toast(sent.text, undo, sent.seconds)?.setAttribute('data-sent', '');
  refreshList(true);
  if (answered) await refreshReading();
}

async function takeBack(held) {
  holdKeys();
  try {
    const { address } = await post('/compose/take-back', new URLSearchParams({ held }));
    if (address) { await open(address); return; }
    heldKeys();
    toast(texts.tooLate);
  } catch {
    heldKeys();
    toast(words.failed);
  }
}

/** Those of the page before, or of before the crash; as they were, without the focus. */
async function restore() {
  if (!template) return;
  await claim();
  all = docked().filter((one) => one.account === texts.account).map((one) => ({ ...one, draft: new URL(one.address, location.href).searchParams.get('draft'), opener: null }));
  for (const one of all) build(one);
  for (const one of all) if (!one.small || one.unsaved) loaded(one, true);
}

function cycle(step) {
  const at = all.findIndex((one) => one.place.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
  raise(all[next]);
}

document.addEventListener('keydown', (event) => {
  if (!all.length || event.isComposing || event.altKey || event.target.closest('dialog[open]')) return;
  if ((event.ctrlKey || event.metaKey) && (event.key === '.' || event.key === ',')) {
    event.preventDefault();
    cycle(event.key === '.' ? 1 : -1);
  }
});

/** Whether a window hides some of an element. */
function hides({ place }, element) {
  const [above, below] = [place.getBoundingClientRect(), element.getBoundingClientRect()];
  return above.left < below.right && above.top < below.bottom && above.right > below.left;
}

document.addEventListener('focusin', (event) => {
  const answer = event.target.closest('#answer');
  for (const each of answer ? all : []) {
    if (each.small || !hides(each, answer)) continue;
    each.small = true;
    show(each);
    each.writer?.keep();
  }
  const one = all.find((each) => each.place.contains(event.target));
  if (one && event.target.closest('form')) one.last = event.target;
});

// A link waits for what is being saved or sent: the next page has to know where it is
document.addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target || link.origin !== location.origin || link.hash || link.dataset.hxGet || link.hasAttribute('download')) return;
  const busy = all.map((one) => one.writer).filter((writer) => writer?.saving() || writer?.sending());
  if (!busy.length) return;
  event.preventDefault();
  let timer;
  const long = new Promise((done) => { timer = setTimeout(done, SAVING_MILLIS); });
  await Promise.race([long, Promise.allSettled(busy.map((writer) => writer.keep()))]);
  clearTimeout(timer);
  location.assign(link.href);
});

addEventListener('pagehide', () => {
  for (const one of all) {
    if (!one.writer?.unsaved()) continue;
    one.writer.copy();
    one.unsaved = true;
  }
  if (all.length) remember();
});

// The browser has kept this page as it was; the windows have gone on elsewhere since
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const one of all) { one.writer?.destroy(); one.place.remove(); }
  all = [];
  restored = restore();
});

addEventListener('resize', () => fit(all.at(-1)));

// The whole page is put in place anew: the windows step aside
document.addEventListener('htmx:before:swap', (event) => {
  if (event.detail?.ctx?.target !== document.body || !bar) return;
  bar.goOn = bar.contains(document.activeElement) ? document.activeElement : null;
  bar.remove();
});
function comeBack() {
  if (!all.length || bar.isConnected) return;
  row();
  bar.goOn?.focus({ preventScroll: true });
}
document.addEventListener('htmx:after:settle', comeBack);
document.addEventListener('htmx:finally:swap', comeBack);

restored = restore();
