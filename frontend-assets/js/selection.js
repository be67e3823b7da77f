import { words, filled } from './words.js';

const list = () => document.getElementById('list');
const boxes = () => [...document.querySelectorAll('.row-check input')];
const bar = () => document.getElementById('everything');
let last = null;
let everything = false;
let kept = [];
let swaps = 0;

/** Which rows are chosen: the checkboxes are the truth, this only keeps the bar in step. */
export const selection = {
  keys: () => boxes().filter((box) => box.checked).map((box) => box.value),

  /** Where all messages of the list are chosen, also on its other pages: what they are; else null. */
  everything: () => (everything && bar() ? { in: bar().dataset.in ?? '', q: bar().dataset.q ?? '' } : null),

  clear() { this.set(() => false); },

  /** Checks each row by what `wanted` says of its element. */
  set(wanted) {
    for (const box of boxes()) box.checked = wanted(box.closest('.row'));
    this.refresh();
  },

  /** Before something of the page is put in place, and after: what is chosen stays so, whatever the server's rows say. */
  keep() { if (!swaps++) kept = this.keys(); },
  restore() {
    const keys = new Set(kept);
    swaps = Math.max(0, swaps - 1);
    if (!swaps) kept = [];
    if (keys.size) for (const box of boxes()) box.checked ||= keys.has(box.value);
    this.refresh();
  },

  refresh() {
    const pane = list();
    if (!pane) return;
    const all = boxes();
    const chosen = all.filter((box) => box.checked).length;
    const page = chosen > 0 && chosen === all.length;
    if (!page) everything = false;
    pane.classList.toggle('selecting', chosen > 0);
    const total = Number(bar()?.dataset.total ?? 0);
    const count = document.getElementById('selected-count');
    const text = chosen ? filled(words.selected, everything ? total : chosen) : '';
    if (count && count.textContent !== text) {
      count.textContent = text;
      count.dataset.short = everything ? total : chosen;
    }
    const box = document.getElementById('select-all');
    if (box) {
      box.checked = page;
      box.indeterminate = chosen > 0 && !page;
    }
    this.offer(page, chosen, total);
  },

  /** With the whole page chosen, the other pages can be, too. */
  offer(page, chosen, total) {
    const place = bar();
    if (!place) return;
    place.hidden = !page || total <= chosen;
    for (const field of place.querySelectorAll('input')) field.disabled = !everything; // for buttons that send the form as it is
    if (place.hidden) return;
    place.querySelector('.everything-page').textContent = everything ? filled(words.everything, total) : filled(words.everythingPage, chosen);
    place.querySelector('[data-everything]').hidden = everything;
    place.querySelector('[data-nothing]').hidden = !everything;
  },

  start() {
    document.addEventListener('change', (event) => {
      if (event.target.id === 'select-all') this.set(() => event.target.checked);
      else if (event.target.matches('.row-check input')) this.refresh();
    });
    document.addEventListener('click', (event) => {
      if (event.target.closest?.('[data-everything]')) { everything = true; this.refresh(); bar().querySelector('[data-nothing]').focus(); }
      else if (event.target.closest?.('[data-nothing]')) this.clear();
      else this.range(event);
    });
    this.holdToSelect();
    this.refresh();
  },

  /** Shift chooses everything between this row and the one before. */
  range(event) {
    const box = event.target.closest?.('.row-check')?.querySelector('input');
    if (!box || event.target !== box) return;
    const all = boxes();
    if (event.shiftKey && last?.isConnected) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
      this.refresh();
    }
    last = box;
  },

  /** On touch screens a long press on a row chooses it. */
  holdToSelect() {
    let timer;
    const stop = () => clearTimeout(timer);
    document.addEventListener('touchstart', (event) => {
      const row = event.target.closest('.row');
      if (!row) return;
      timer = setTimeout(() => {
        const box = row.querySelector('.row-check input');
        box.checked = !box.checked;
        this.refresh();
        navigator.vibrate?.(10);
        const swallow = (click) => { click.preventDefault(); click.stopPropagation(); }; // htmx listens below
        row.addEventListener('click', swallow, { once: true, capture: true });
        addEventListener('touchend', () => setTimeout(() => row.removeEventListener('click', swallow, true), 400), { once: true });
      }, 500);
    }, { passive: true });
    for (const event of ['touchend', 'touchmove', 'touchcancel']) document.addEventListener(event, stop, { passive: true });
  },
};
