/* The line between list and reading pane: dragged, or moved by arrow keys (WCAG 2.5.7); where it stands is remembered. */
import { post } from './post.js';

const STEP = 20;
const bounds = { width: [260, 900], height: [140, 900] };

export function divider() {
  const line = document.getElementById('divider');
  const body = document.body;
  if (!line) return;
  const below = body.dataset.layout === 'below';
  const side = below ? 'height' : 'width';
  const [least, most] = bounds[side];
  let size = Number(body.dataset[below ? 'listHeight' : 'listWidth']);
  let saving;

  const show = () => {
    body.style.setProperty(`--list-${side}`, `${size}px`);
    line.setAttribute('aria-valuenow', size);
  };
  const set = (wanted) => {
    const room = document.getElementById('main')[below ? 'clientHeight' : 'clientWidth'] - (below ? 160 : 320);
    size = Math.round(Math.max(least, Math.min(most, room, wanted)));
    show();
    clearTimeout(saving);
    saving = setTimeout(() => post('/mail/view', new URLSearchParams({ [`list-${side}`]: size })), 600);
  };
  line.setAttribute('aria-valuemin', least);
  line.setAttribute('aria-valuemax', most);
  show();

  line.addEventListener('pointerdown', (event) => {
    line.setPointerCapture(event.pointerId);
    body.classList.add('dividing');
    const start = below ? event.clientY : event.clientX;
    const from = size;
    const move = (moved) => set(from + (below ? moved.clientY : moved.clientX) - start);
    const end = () => {
      body.classList.remove('dividing');
      line.removeEventListener('pointermove', move);
    };
    line.addEventListener('pointermove', move);
    line.addEventListener('lostpointercapture', end, { once: true });
  });
  line.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP, Home: -Infinity, End: Infinity }[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    set(size + by);
  });
}
