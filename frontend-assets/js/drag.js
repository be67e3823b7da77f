/* Rows are dragged onto folders and labels; `v` and `l` do the same by keyboard. */
import { perform } from './actions.js';
import { selection } from './selection.js';
import { words, filled } from './words.js';

const TYPE = 'application/x-bocau-messages';
let dragged = null;

const target = (event) => (dragged ? event.target.closest?.('.folder[data-mailbox], .label-link[data-keyword]') : null);
const unfit = (place) => ['drafts', 'sent', 'snoozed', document.getElementById('list')?.dataset.mailbox].includes(place.dataset.mailbox);

function picture(count) {
  const badge = document.createElement('div');
  badge.className = 'drag-badge';
  badge.textContent = count === 1 ? words.dragOne : filled(words.drag, count);
  document.body.append(badge);
  setTimeout(() => badge.remove());
  return badge;
}

export function drag() {
  document.addEventListener('dragstart', (event) => {
    const row = event.target.closest?.('.row');
    if (!row) return;
    const chosen = selection.keys();
    dragged = chosen.includes(row.dataset.key) ? chosen : [row.dataset.key];
    event.dataTransfer.setData(TYPE, dragged.join(' '));
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setDragImage(picture(dragged.length), -12, -8);
    document.body.classList.add('dragging');
  });
  document.addEventListener('dragover', (event) => {
    const place = target(event);
    for (const old of document.querySelectorAll('.drop')) if (old !== place) old.classList.remove('drop');
    if (!place || unfit(place)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = place.dataset.keyword ? 'copy' : 'move';
    place.classList.add('drop');
  });
  document.addEventListener('drop', (event) => {
    const place = target(event);
    if (!place || unfit(place)) return;
    event.preventDefault();
    perform(place.dataset.keyword ? `label:${place.dataset.keyword}` : verbFor(place.dataset.mailbox), dragged);
  });
  document.addEventListener('dragend', () => {
    dragged = null;
    document.body.classList.remove('dragging');
    for (const old of document.querySelectorAll('.drop')) old.classList.remove('drop');
  });
}

const verbFor = (mailbox) => ({ archive: 'archive', trash: 'delete', junk: 'junk' })[mailbox] ?? `move:${mailbox}`;
