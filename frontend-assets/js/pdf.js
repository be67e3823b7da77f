/* A PDF in a frame of its own, which has no origin and nothing of ours: each page is drawn when it is near. */
import * as pdfjs from '../vendor/pdfjs-6.5.438.min.js';
import * as worker from '../vendor/pdfjs-worker-6.5.438.min.js';

globalThis.pdfjsWorker = worker; // who has no origin has no workers: it runs here, and this frame is all it can stop

const MOST_PAGES = 1000;
const MOST_PIXELS = 12_000_000; // of one page; a phone has no more to give
const NEAR = '60% 0px';
const LEADING = ['ArrowLeft', 'ArrowRight', 'Escape', 'j', 'k', 'n', 'p', 'u'];

const main = document.getElementById('pages');
const words = main.dataset;

function tell(text) {
  const line = document.createElement('p');
  line.setAttribute('role', 'status');
  line.textContent = text;
  main.replaceChildren(line);
}

async function open() {
  const answer = await fetch(words.file);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const data = new Uint8Array(await answer.arrayBuffer());
  return pdfjs.getDocument({ data, enableXfa: false, useWasm: false, useSystemFonts: true }).promise;
}

/** A place for a page, of the right shape before there is anything on it. */
function box(number, count, shape) {
  const place = document.createElement('section');
  place.className = 'page';
  place.setAttribute('aria-label', words.page.replace('{0}', number).replace('{1}', count));
  place.style.aspectRatio = `${shape.width} / ${shape.height}`;
  place.dataset.number = number;
  return place;
}

/** Puts the page on its place: what is seen, and its text above it, to be chosen and read aloud. */
async function draw(pdf, place) {
  const page = await pdf.getPage(Number(place.dataset.number));
  const natural = page.getViewport({ scale: 1 });
  place.style.aspectRatio = `${natural.width} / ${natural.height}`;
  const scale = place.clientWidth / natural.width;
  const viewport = page.getViewport({ scale });
  const finest = Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height));
  const fine = Math.min(devicePixelRatio || 1, finest);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width * fine);
  canvas.height = Math.floor(viewport.height * fine);
  const text = document.createElement('div');
  text.className = 'text';
  text.style.setProperty('--total-scale-factor', scale);
  place.replaceChildren(canvas, text);
  await page.render({ canvas, viewport, transform: [fine, 0, 0, fine, 0, 0] }).promise;
  await new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
  place.dataset.drawn = 'true';
}

function show(pdf, shape) {
  const count = Math.min(pdf.numPages, MOST_PAGES);
  const places = Array.from({ length: count }, (_, at) => box(at + 1, pdf.numPages, shape));
  main.replaceChildren(...places);
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting && !target.firstChild) draw(pdf, target).catch(() => { target.textContent = words.broken; });
      else if (!isIntersecting) target.replaceChildren(); // what is far away costs memory
    }
  }, { rootMargin: NEAR });
  for (const place of places) watch.observe(place);
}

try {
  const pdf = await open();
  const first = await pdf.getPage(1);
  show(pdf, first.getViewport({ scale: 1 }));
} catch (error) {
  tell(error?.name === 'PasswordException' ? words.locked : words.broken);
}
main.setAttribute('aria-busy', 'false');

// The keys that lead through the files mean the same when the focus is here
document.addEventListener('keydown', (event) => {
  if (LEADING.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) parent.postMessage({ key: event.key }, '*');
});
