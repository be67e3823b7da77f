/* A PDF in a frame of its own, which has no origin and nothing of ours: each page is drawn when it is near. */
import * as pdfjs from '../vendor/pdfjs-6.5.438.min.js';

const MOST_PAGES = 1000;
const MOST_PIXELS = 12_000_000; // of one page; a phone has no more to give
const NEAR = '60% 0px';
const OPENING_MILLIS = 30_000;
const DRAWING_MILLIS = 20_000; // of one page; a file may be made to take for ever
const LEADING = ['ArrowLeft', 'ArrowRight', 'Escape', 'j', 'k', 'n', 'p', 'u'];

const main = document.getElementById('pages');
const words = main.dataset;

function tell(text) {
  const line = document.createElement('p');
  line.setAttribute('role', 'status');
  line.textContent = text;
  main.replaceChildren(line);
}

class TooLong extends Error {}

/** Fails when that takes longer. */
function within(millis, work) {
  let timer;
  const over = new Promise((_, failed) => { timer = setTimeout(() => failed(new TooLong()), millis); });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}

/** The file is read in a thread of its own, which can be ended. What has no origin may begin a plain script of its own there, no module. */
function thread() {
  const script = new URL('../vendor/pdfjs-worker-6.5.438.min.js', import.meta.url);
  const begun = URL.createObjectURL(new Blob([`import(${JSON.stringify(script)}).catch((error) => setTimeout(() => { throw error; }));`], { type: 'text/javascript' }));
  return new Promise((done, failed) => {
    const port = new Worker(begun);
    port.addEventListener('message', () => done(port), { once: true });
    port.addEventListener('error', failed, { once: true });
  });
}

/** Where a browser gives it none it is read here, and this frame is all it can hold up. */
async function inHere() {
  globalThis.pdfjsWorker = await import('../vendor/pdfjs-worker-6.5.438.min.js');
  return null;
}

let content; // of the file; each thread gets a copy
let port = null;
let pdf;
let rendering = null;

async function fetched() {
  const answer = await fetch(words.file);
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.blob();
}

async function open() {
  port = await within(OPENING_MILLIS, thread()).catch(inHere);
  const data = new Uint8Array(await content.arrayBuffer());
  const worker = port ? { worker: new pdfjs.PDFWorker({ port }) } : {};
  pdf = await within(OPENING_MILLIS, pdfjs.getDocument({ data, enableXfa: false, useWasm: false, useSystemFonts: true, ...worker }).promise);
}

/** What is under way ends, and the other pages go on. */
async function openAgain() {
  rendering?.cancel();
  port?.terminate();
  await open();
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
async function draw(place) {
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
  rendering = page.render({ canvas, viewport, transform: [fine, 0, 0, fine, 0, 0] });
  await rendering.promise;
  await new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
  place.dataset.drawn = 'true';
}

let turn = Promise.resolve();
const near = new Set();

/** One page after the other: each has its time. */
function inTurn(place) {
  turn = turn.then(async () => {
    if (!near.has(place) || place.firstChild) return;
    try {
      await within(DRAWING_MILLIS, draw(place));
    } catch (error) {
      place.textContent = error instanceof TooLong ? words.slow : words.broken;
      if (!(error instanceof TooLong)) return;
      place.dataset.slow = 'true'; // once is enough
      await openAgain();
    }
  }).catch(() => tell(words.slow));
}

function show(shape) {
  const count = Math.min(pdf.numPages, MOST_PAGES);
  const places = Array.from({ length: count }, (_, at) => box(at + 1, pdf.numPages, shape));
  main.replaceChildren(...places);
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (target.dataset.slow) continue;
      if (isIntersecting) {
        near.add(target);
        inTurn(target);
      } else {
        near.delete(target);
        target.replaceChildren(); // what is far away costs memory
      }
    }
  }, { rootMargin: NEAR });
  for (const place of places) watch.observe(place);
}

try {
  content = await fetched();
  await open();
  const first = await within(DRAWING_MILLIS, pdf.getPage(1));
  show(first.getViewport({ scale: 1 }));
} catch (error) {
  port?.terminate();
  tell(error?.name === 'PasswordException' ? words.locked : error instanceof TooLong ? words.slow : words.broken);
}
main.setAttribute('aria-busy', 'false');

// The keys that lead through the files mean the same when the focus is here
document.addEventListener('keydown', (event) => {
  if (LEADING.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) parent.postMessage({ key: event.key }, '*');
});
