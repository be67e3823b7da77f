/* On touch screens a row is swiped: to the right it is archived, to the left it is snoozed. What will happen shows behind it. */
import { ask } from './actions.js';
import { words } from './words.js';

const FAR = 88; // px until letting go does it
const NEAR = 12; // px until it is a swipe and no tap
let swipe = null;

function begin(event) {
  const row = event.touches.length === 1 ? event.target.closest('.row') : null;
  const held = ['archive', 'drafts', 'sent', 'trash', 'junk'].includes(document.body.dataset.mailbox);
  swipe = row && !held && !document.querySelector('.list.selecting') ? { row, x: event.touches[0].clientX, y: event.touches[0].clientY, by: 0, on: false } : null;
}

function under(row, right) {
  let place = row.querySelector('.swipe-under');
  if (!place) {
    place = document.createElement('span');
    place.setAttribute('aria-hidden', 'true');
    row.prepend(place);
  }
  const name = right ? 'archive' : 'snooze';
  if (place.dataset.does !== name) {
    place.dataset.does = name;
    place.textContent = right ? words.swipeArchive : words.swipeSnooze;
  }
  place.className = `swipe-under ${name}`;
  return place;
}

function move(event) {
  if (!swipe) return;
  const by = event.touches[0].clientX - swipe.x;
  const down = Math.abs(event.touches[0].clientY - swipe.y);
  if (!swipe.on && down > NEAR) { swipe = null; return; }
  if (!swipe.on && Math.abs(by) < NEAR) return;
  swipe.on = true;
  swipe.by = by;
  event.preventDefault();
  swipe.row.classList.add('swiping');
  swipe.row.style.setProperty('--swipe', `${by}px`);
  under(swipe.row, by > 0).classList.toggle('far', Math.abs(by) > FAR);
}

function end() {
  if (!swipe) return;
  const { row, by, on } = swipe;
  swipe = null;
  if (!on) return;
  row.classList.remove('swiping');
  row.style.removeProperty('--swipe');
  row.querySelector('.swipe-under')?.remove();
  const swallow = (click) => { click.preventDefault(); click.stopPropagation(); }; // htmx listens below
  row.addEventListener('click', swallow, { once: true, capture: true });
  setTimeout(() => row.removeEventListener('click', swallow, true), 400);
  if (Math.abs(by) > FAR) ask(by > 0 ? 'archive' : 'snooze', [row.dataset.key]);
}

export function swipes() {
  document.addEventListener('touchstart', begin, { passive: true });
  document.addEventListener('touchmove', move, { passive: false });
  document.addEventListener('touchend', end);
  document.addEventListener('touchcancel', () => { if (swipe) swipe.by = 0; end(); });
}
