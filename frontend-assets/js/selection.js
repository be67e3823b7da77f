import { words, filled } from './words.js';

const list = () => document.getElementById('list');
const boxes = () => [...document.querySelectorAll('.row-check input')];
let last = null;

/** Which rows are chosen: the checkboxes are the truth, this only keeps the bar in step. */
export const selection = {
  keys: () => boxes().filter((box) => box.checked).map((box) => box.value),

  clear() { this.set(() => false); },

  /** Checks each row by what `wanted` says of its element. */
  set(wanted) {
    for (const box of boxes()) box.checked = wanted(box.closest('.row'));
    this.refresh();
  },

  refresh() {
    const pane = list();
    if (!pane) return;
    const chosen = boxes().filter((box) => box.checked).length;
    pane.classList.toggle('selecting', chosen > 0);
    const count = document.getElementById('selected-count');
    const text = chosen ? filled(words.selected, chosen) : '';
    if (count && count.textContent !== text) count.textContent = text;
    const all = document.getElementById('select-all');
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
    }
  },

  start() {
    document.addEventListener('change', (event) => {
      if (event.target.id === 'select-all') this.set(() => event.target.checked);
      else if (event.target.matches('.row-check input')) this.refresh();
    });
    // Shift chooses everything between this row and the one before
    document.addEventListener('click', (event) => {
      const box = event.target.closest?.('.row-check')?.querySelector('input');
      if (!box || event.target !== box) return;
      const all = boxes();
      if (event.shiftKey && last?.isConnected) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        for (const between of all.slice(from, to + 1)) between.checked = box.checked;
        this.refresh();
      }
      last = box;
    });
    this.holdToSelect();
    this.refresh();
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
        row.addEventListener('click', (click) => click.preventDefault(), { once: true, capture: true });
      }, 500);
    }, { passive: true });
    for (const event of ['touchend', 'touchmove', 'touchcancel']) document.addEventListener(event, stop, { passive: true });
  },
};
