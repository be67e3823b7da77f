/* Import of mail: files are uploaded one by one with progress, as large as they may be; an import's page follows it. */
import { ask, token } from './session.js';
import './settings.js';

const EVERY = 700;
const form = document.getElementById('import');
const problem = document.getElementById('import-problem');
const filled = (text, ...values) => text.replace(/\{(\d)\}/g, (_, n) => values[n]);

function fail(text) {
  problem.querySelector('p').textContent = text;
  problem.hidden = false;
  problem.scrollIntoView({ block: 'nearest' });
}

/** Sends one file; resolves to its id. `begun` is given the request, which can be stopped. */
function upload(file, told, begun) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/settings/transfer/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(token())) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => told(event.total ? Math.floor((100 * event.loaded) / event.total) : 0));
    request.addEventListener('load', () => {
      if (request.status === 200) resolve(request.response.id);
      else reject(new Error(request.status === 401 ? form.dataset.ended : request.response?.problem ?? form.dataset.failed));
    });
    request.addEventListener('error', () => reject(new Error(form.dataset.failed)));
    request.addEventListener('abort', () => reject(new Error('')));
    begun(request);
    request.send(file);
  });
}

async function send(files) {
  const area = document.getElementById('sending');
  const text = document.getElementById('sending-text');
  const bar = area.querySelector('progress');
  const stop = document.getElementById('sending-stop');
  const button = form.querySelector('button:not([type])');
  let request = null;
  stop.onclick = () => request?.abort();
  for (const old of form.querySelectorAll('input[name="upload"]')) old.remove();
  problem.hidden = true;
  area.hidden = stop.hidden = false;
  button.disabled = true;
  try {
    for (const file of files) {
      const told = (percent) => { bar.value = percent; text.textContent = filled(form.dataset.sending, file.name, percent); };
      told(0);
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name: 'upload', value: await upload(file, told, (one) => { request = one; }) });
      form.append(input);
    }
    form.elements.file.disabled = true; // they are there already
    form.submit();
  } catch (error) {
    area.hidden = stop.hidden = true;
    button.disabled = false;
    if (error.message) fail(error.message);
  }
}

if (form) {
  const hint = document.getElementById('file-hint');
  hint.textContent = hint.dataset.scripted;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send([...form.elements.file.files]);
  });
  addEventListener('pageshow', () => { form.elements.file.disabled = false; });
}

/** Until it is over; then the page is asked for what it says at the end. */
async function follow(state) {
  for (;;) {
    await new Promise((next) => setTimeout(next, EVERY));
    try {
      const answer = await ask(location.pathname, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      if (!answer.ok) continue;
      const progress = await answer.json();
      if (!progress.open) break;
      state.querySelector('progress').value = progress.percent;
      const counted = document.getElementById('counted');
      if (counted.textContent !== progress.text) counted.textContent = progress.text;
    } catch { /* offline: it goes on there, and we ask again */ }
  }
  location.reload();
}

const state = document.getElementById('import-state');
if (state?.dataset.open === 'true') follow(state);
