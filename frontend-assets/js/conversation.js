/* The conversation that is open: frames as tall as their mail, read after a while, the time that has passed, what came since. */
import { post } from './post.js';
import { words, filled } from './words.js';

const MOST_CHANGES = 40; // of one frame's height: mail that measures itself by its frame must not grow for ever
const fitted = new WeakSet();
let timer;

const reading = () => document.getElementById('reading');

/** Gives the frame the height of the mail in it, now and when images come or quotations open. */
function fit(frame) {
  const page = frame.contentDocument;
  if (!page?.getElementById('mail') || fitted.has(page)) return;
  fitted.add(page);
  let changes = 0;
  let height = 0;
  const measure = () => {
    const root = page.documentElement;
    const wanted = Math.ceil(root.getBoundingClientRect().height) + (root.scrollWidth > root.clientWidth ? 16 : 0);
    if (Math.abs(wanted - height) < 2 || changes++ > MOST_CHANGES) return;
    height = wanted;
    frame.style.height = `${height}px`;
  };
  new ResizeObserver(measure).observe(page.documentElement);
  measure();
  // Keys mean the same wherever the focus is
  page.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab') return;
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, shiftKey: event.shiftKey, bubbles: true, cancelable: true }));
  });
}

document.addEventListener('load', (event) => {
  if (event.target.matches?.('.message-frame.fitted')) fit(event.target);
}, true);

/** Where readers want it, a message counts as read once it was looked at for a while; at once, if it was fetched ahead. */
function readLater(pane) {
  clearTimeout(timer);
  const keys = [...pane.querySelectorAll('.letter.unread[open]')].map((letter) => letter.dataset.key);
  if (pane.dataset.readAfter === undefined || !keys.length) return;
  timer = setTimeout(async () => {
    const data = new URLSearchParams({ action: 'read' });
    for (const key of keys) data.append('m', key);
    await post('/mail/actions', data);
    for (const letter of document.querySelectorAll('.letter.unread')) if (keys.includes(letter.dataset.key)) letter.classList.remove('unread');
  }, Number(pane.dataset.readAfter) * 1000);
}

const UNITS = [['minute', 60], ['hour', 60], ['day', 24], ['week', 7]];

/** “3 hours ago”, of what is less than a month old. */
function ago(moment, format) {
  let left = (Date.now() - moment) / 1000;
  if (left < 45 || left > 26 * 86_400) return '';
  let name = 'second';
  for (const [unit, size] of UNITS) {
    if (left < size) break;
    left /= size;
    name = unit;
  }
  return format.format(-Math.round(left), name);
}

function tellAge() {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  for (const time of document.querySelectorAll('.letter .message-time')) time.dataset.ago = ago(new Date(time.dateTime), format);
}
setInterval(tellAge, 60_000);

/** After a conversation was put in place, or one letter of it. */
export function opened(scroll = true) {
  const pane = reading();
  if (!pane?.dataset.key) return;
  for (const frame of pane.querySelectorAll('.message-frame.fitted')) fit(frame);
  tellAge();
  readLater(pane);
  const letters = [...pane.querySelectorAll('.letter')];
  const first = letters.findIndex((letter) => letter.open);
  if (scroll && first > 0) pane.scrollTop = Math.max(0, letters[first].offsetTop - 60);
}

/** The list was fetched anew: has the open conversation grown? */
export function grown() {
  const pane = reading();
  if (!pane?.dataset.thread) return;
  const row = document.querySelector(`.row[data-thread="${CSS.escape(pane.dataset.thread)}"]`);
  if (!row || row.dataset.key === pane.dataset.key) return;
  const count = (key) => key.split('.').length;
  const more = count(row.dataset.key) - count(pane.dataset.key);
  let note = document.getElementById('grown');
  if (more <= 0) { note?.remove(); return; }
  if (!note) {
    note = document.createElement('p');
    note.id = 'grown';
    note.className = 'grown';
    note.setAttribute('role', 'status');
    note.append(document.createElement('a'));
    pane.append(note);
  }
  const link = note.querySelector('a');
  link.href = row.querySelector('.row-link').href;
  link.textContent = more === 1 ? words.grownOne : filled(words.grown, more);
}

document.addEventListener('click', (event) => {
  const note = event.target.closest('#grown a');
  const link = note && [...document.querySelectorAll('.row-link')].find((one) => one.href === note.href);
  if (!link) return;
  event.preventDefault();
  link.click();
});

/** Goes to the next message of the conversation, or the one before. */
export function step(by) {
  const letters = [...document.querySelectorAll('.letter')];
  if (!letters.length) return;
  const at = letters.findIndex((letter) => letter.contains(document.activeElement));
  const next = letters[Math.max(0, Math.min(letters.length - 1, (at < 0 ? letters.findIndex((l) => l.open) : at) + by))];
  next.querySelector('summary').focus({ preventScroll: true });
  reading().scrollTop = next.offsetTop - 60;
}
