/* Writing: files one by one with their progress, the draft saved while one pauses, a copy in this browser in case of need. */
import { post, token } from './post.js';
import { words, filled } from './words.js';

const form = document.getElementById('compose');
const field = (name) => form.elements.namedItem(name);
const files = document.getElementById('files');
const state = document.getElementById('save-state');
const max = Number(form.dataset.max);
const IDLE = 3000;
const crashCopy = `compose:${form.dataset.account}:${field('source').value || field('draft').value || 'new'}`;
const TYPED = ['to', 'cc', 'bcc', 'subject', 'body'];

let dirty = false;
let saving = null;
let sending = false;
let uploads = 0;
let timer;

const size = (octets) => (octets < 999_500 ? `${Math.max(1, Math.round(octets / 1000))} kB` : `${(octets / 1e6).toFixed(1)} MB`);
const typed = () => Object.fromEntries(TYPED.map((name) => [name, field(name).value]));
const attached = () => [...files.querySelectorAll('.file')].reduce((sum, file) => sum + Number(file.dataset.octets ?? 0), 0);

/** The form without its files: those are on the server already and go by their ids. */
function data() {
  const all = new FormData(form);
  all.delete('files');
  all.delete('action');
  return new URLSearchParams([...all].filter(([, value]) => typeof value === 'string'));
}

function changed() {
  dirty = true;
  keepCopy();
  clearTimeout(timer);
  // Each save writes the whole draft, files and all: large ones less often
  timer = setTimeout(save, attached() > 5e6 ? IDLE * 5 : IDLE);
}

function keepCopy() {
  try { localStorage.setItem(crashCopy, JSON.stringify({ at: Date.now(), ...typed() })); } catch { /* full or forbidden: the server has the draft */ }
}

function dropCopy() {
  try { localStorage.removeItem(crashCopy); } catch { /* as above */ }
}

export async function save() {
  if (saving || sending || uploads || !dirty) return saving;
  dirty = false;
  state.textContent = words.saving;
  saving = post('/compose/draft', data()).then((saved) => {
    field('draft').value = saved.draft ?? '';
    state.textContent = filled(words.saved, new Date(saved.at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }));
    if (!dirty) dropCopy();
  }).catch((error) => {
    dirty = true;
    keepCopy();
    state.textContent = error.status === 401 ? words.signedOut : words.unsaved;
    timer = setTimeout(save, 15_000);
  }).finally(() => {
    saving = null;
    if (dirty && !timer) changed();
  });
  return saving;
}

function upload(file) {
  const item = document.getElementById('file-template').content.firstElementChild.cloneNode(true);
  item.querySelector('.attachment-name').textContent = file.name;
  item.querySelector('.attachment-size').textContent = size(file.size);
  const remove = item.querySelector('[data-detach]');
  remove.setAttribute('aria-label', `${words.remove} ${file.name}`);
  files.append(item);
  if (attached() + file.size > max) return failed(item, words.tooLarge);
  item.dataset.octets = file.size;
  const request = new XMLHttpRequest(); // fetch knows no progress of what it sends
  remove.addEventListener('click', () => request.abort());
  const body = new FormData();
  body.append('file', file, file.name);
  uploads++;
  request.upload.addEventListener('progress', (event) => { item.querySelector('progress').value = event.loaded / event.total; });
  request.addEventListener('loadend', () => {
    uploads--;
    if (request.status !== 200) return item.isConnected && failed(item, request.status === 413 ? words.tooLarge : words.uploadFailed);
    const taken = JSON.parse(request.responseText);
    item.querySelector('input').value = taken.id;
    item.dataset.id = taken.id;
    item.dataset.octets = taken.octets;
    item.querySelector('progress').remove();
    changed();
  });
  request.open('POST', '/compose/files');
  for (const [name, value] of Object.entries(token())) request.setRequestHeader(name, value);
  request.send(body);
}

function failed(item, why) {
  item.classList.add('failed');
  item.querySelector('.attachment-size').textContent = why;
  item.querySelector('progress')?.remove();
  item.querySelector('input')?.remove();
  delete item.dataset.octets;
}

files.addEventListener('click', (event) => {
  const button = event.target.closest('[data-detach]');
  if (!button) return;
  event.preventDefault();
  const item = button.closest('.file');
  if (item.dataset.id) post(`/compose/files/${item.dataset.id}/remove`).catch(() => {});
  item.remove();
  document.getElementById('file-input').focus();
  changed();
});

document.getElementById('file-input').addEventListener('change', (event) => {
  [...event.target.files].forEach(upload);
  event.target.value = '';
});

for (const [name, on] of [['dragover', true], ['dragleave', false], ['drop', false]]) {
  form.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    form.classList.toggle('dragging', on);
    if (name === 'drop') [...event.dataTransfer.files].forEach(upload);
  });
}
form.addEventListener('paste', (event) => {
  const pasted = [...(event.clipboardData?.files ?? [])];
  if (!pasted.length) return;
  event.preventDefault();
  pasted.forEach(upload);
});

form.addEventListener('input', (event) => { if (TYPED.includes(event.target.name)) changed(); });

/** Things people are glad to be asked before it is too late. */
function reallySend() {
  if (!field('subject').value.trim() && !confirm(words.noSubject)) return false;
  const own = field('body').value.split('\n').filter((line) => !line.startsWith('>')).join('\n').toLowerCase();
  const meant = words.forgottenWords.split(',').some((word) => own.includes(word.trim()));
  return !meant || files.querySelector('.file') || confirm(words.forgotten);
}

function problems(lines) {
  const box = document.getElementById('problems');
  document.getElementById('problem-lines').replaceChildren(...lines.map((line) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    return paragraph;
  }));
  box.hidden = !lines.length;
  if (lines.length) box.focus();
}

async function send() {
  if (sending || !reallySend()) return;
  clearTimeout(timer);
  await saving;
  sending = true;
  const button = document.getElementById('send');
  button.disabled = true;
  state.textContent = words.sending;
  problems([]);
  try {
    await post('/compose/send', data());
    dropCopy();
    dirty = false;
    location.assign(`/compose/sent?back=${encodeURIComponent(field('back').value)}`);
  } catch (error) {
    sending = false;
    button.disabled = false;
    state.textContent = '';
    keepCopy();
    const told = error.status === 422 ? (await error.response.json()).problems : [error.status === 401 ? words.signedOut : words.failed];
    problems(told);
  }
}

form.addEventListener('submit', (event) => {
  const action = event.submitter?.value;
  if (action === 'send') {
    event.preventDefault();
    if (!uploads) send();
  } else if (action === 'save') {
    event.preventDefault();
    dirty = true;
    save();
  } else if (action === 'discard') {
    if (!confirm(words.discard)) event.preventDefault();
    else { sending = true; clearTimeout(timer); dropCopy(); }
  }
});

document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  if (event.key === 'Enter') { event.preventDefault(); send(); }
  if (event.key === 's') { event.preventDefault(); dirty = true; save(); }
});

addEventListener('beforeunload', (event) => { if (dirty && !sending) { keepCopy(); event.preventDefault(); } });

/** What this browser kept of a message the server never got. */
function offerCopy() {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(crashCopy)); } catch { return; }
  if (!kept || Date.now() - kept.at > 7 * 86_400_000 || TYPED.every((name) => (kept[name] ?? '') === field(name).value)) return;
  const bar = document.getElementById('live');
  const line = document.createElement('p');
  line.textContent = words.restored;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button small';
  button.textContent = words.restore;
  button.addEventListener('click', () => {
    for (const name of TYPED) field(name).value = kept[name] ?? '';
    line.remove();
    changed();
  });
  line.append(button);
  bar.append(line);
}

offerCopy();
const start = field('to').value ? field('body') : field('to');
start.focus();
if (start === field('body')) start.setSelectionRange(0, 0);
