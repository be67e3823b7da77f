/* One dialog with a box to type in and a list to choose from (ARIA combobox): folders to move to, labels to set, commands. */
import { perform, rowOf } from './actions.js';
import { post } from './post.js';
import { filled } from './words.js';

const dialog = () => document.getElementById('picker');
const box = () => document.getElementById('picker-find');
const options = () => [...document.querySelectorAll('#picker-options [role="option"]')];
let state = null;

/** Without regard to case and diacritics, as people type them. */
const plain = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');

const text = (element, selector) => element.querySelector(selector)?.textContent.trim() ?? element.textContent.trim();
const icon = (element) => element.querySelector('svg')?.cloneNode(true);

const folders = () => [...document.querySelectorAll('.folder[data-mailbox]')].map((link) => ({ name: text(link, '.folder-name'), icon: icon(link), path: link.dataset.mailbox, href: link.href }));
const labels = () => [...document.querySelectorAll('.label-link[data-keyword]')].map((link) => ({ name: text(link, '.folder-name'), icon: icon(link), keyword: link.dataset.keyword, href: link.href, colour: link.dataset.colour }));

/** Opens it with these entries: {name, icon, hint, checked}; `choose` gets the one that was chosen. */
function open(kind, entries, choose, more = {}) {
  const place = dialog();
  if (!place) return;
  state = { entries, choose, at: 0, ...more };
  document.getElementById('picker-title').textContent = place.dataset[kind];
  box().placeholder = place.dataset[`find${kind[0].toUpperCase()}${kind.slice(1)}`];
  box().value = '';
  document.getElementById('picker-options').toggleAttribute('aria-multiselectable', Boolean(more.apply));
  place.querySelector('footer').hidden = !more.apply;
  show();
  place.showModal();
  box().focus();
}

/** What was typed before the dialog was there, and whether that ended with Enter. */
export function type(early, entered) {
  if (!early || !dialog()?.open) return;
  box().value = early;
  show();
  if (entered) choose(state.shown[state.at], true);
}

function matching() {
  const asked = plain(box().value.trim());
  const found = state.entries.filter((entry) => plain(entry.name).includes(asked));
  found.sort((a, b) => plain(b.name).startsWith(asked) - plain(a.name).startsWith(asked));
  const exact = state.entries.some((entry) => plain(entry.name) === asked);
  return asked && state.create && !exact ? [...found, { name: filled(dialog().dataset.create, box().value.trim()), create: box().value.trim() }] : found;
}

function show() {
  state.shown = matching();
  state.at = Math.min(state.at, Math.max(0, state.shown.length - 1));
  const list = document.getElementById('picker-options');
  list.replaceChildren(...state.shown.map(option));
  list.hidden = !state.shown.length;
  dialog().querySelector('.picker-none').hidden = state.shown.length > 0;
  mark();
}

function option(entry, index) {
  const item = document.createElement('li');
  item.role = 'option';
  item.id = `picker-option-${index}`;
  item.className = 'menu-item';
  if (state.apply) {
    item.setAttribute('aria-selected', String(entry.checked === true));
    const tick = document.createElement('span');
    tick.className = `tick ${entry.checked === true ? 'on' : entry.checked === null ? 'some' : ''}`;
    item.append(tick);
  }
  if (entry.icon) item.append(entry.icon);
  const name = document.createElement('span');
  name.textContent = entry.name;
  if (entry.colour) name.className = `chip label-${entry.colour}`;
  item.append(name);
  if (entry.hint) {
    const hint = document.createElement('kbd');
    hint.textContent = entry.hint;
    item.append(hint);
  }
  return item;
}

function mark() {
  const all = options();
  all.forEach((item, index) => {
    item.classList.toggle('active', index === state.at);
    if (!state.apply) item.setAttribute('aria-selected', String(index === state.at));
  });
  all[state.at]?.scrollIntoView({ block: 'nearest' });
  if (all.length) box().setAttribute('aria-activedescendant', all[state.at].id);
  else box().removeAttribute('aria-activedescendant');
}

function close() {
  dialog().close();
}

async function choose(entry, byEnter) {
  if (!entry) return;
  if (entry.create) { await state.create(entry.create); return; }
  if (!state.apply) { close(); state.choose(entry); return; }
  entry.checked = entry.checked !== true;
  entry.changed = true;
  show();
  if (byEnter) apply();
}

function apply() {
  close();
  state.apply();
}

function start() {
  const place = dialog();
  if (!place || place.dataset.started) return;
  place.dataset.started = 'true';
  box().addEventListener('input', () => { state.at = 0; show(); });
  place.addEventListener('keydown', (event) => {
    const last = state.shown.length - 1;
    const to = { ArrowDown: state.at >= last ? 0 : state.at + 1, ArrowUp: state.at <= 0 ? last : state.at - 1, PageDown: Math.min(last, state.at + 8), PageUp: Math.max(0, state.at - 8) }[event.key];
    if (to !== undefined) { event.preventDefault(); state.at = Math.max(0, to); mark(); }
    if (event.key === 'Enter' && event.target === box()) { event.preventDefault(); choose(state.shown[state.at], true); }
    if (event.key === ' ' && event.target === box() && state.apply && !box().value) { event.preventDefault(); choose(state.shown[state.at], false); }
  });
  place.addEventListener('click', (event) => {
    const item = event.target.closest('[role="option"]');
    if (item) { state.at = options().indexOf(item); choose(state.shown[state.at], false); }
    else if (event.target.closest('[data-apply]')) apply();
    else if (event.target.closest('[data-close]') || event.target === place) close();
  });
}
start();

/** `v`: where to? */
export function askFolder(keys) {
  const here = document.getElementById('list')?.dataset.mailbox;
  const targets = folders().filter((one) => one.path !== 'drafts' && one.path !== 'snoozed' && one.path !== here);
  open('move', targets, (one) => perform(`move:${one.path}`, keys));
}

/** `l`: which labels? A tick on what all of them have, a dash on what some have. */
export function askLabels(keys) {
  const rows = keys.map(rowOf).filter(Boolean);
  const reading = document.getElementById('reading');
  const places = rows.length ? rows : keys.includes(reading?.dataset.key) ? [reading] : [];
  const entries = labels().map((label) => {
    const having = places.filter((place) => place.querySelector(`.chip[data-keyword="${CSS.escape(label.keyword)}"]`)).length;
    return { ...label, icon: null, checked: having === 0 ? false : having === places.length ? true : null };
  });
  open('label', entries, null, {
    apply: () => applyLabels(entries.filter((entry) => entry.changed), keys),
    create: async (name) => {
      const made = await post('/labels/new', new URLSearchParams({ name, colour: 'blue' })).catch(() => null);
      if (!made) return;
      entries.push({ name: made.name, keyword: made.keyword, colour: made.colour, checked: true, changed: true });
      apply();
    },
  });
}

async function applyLabels(changed, keys) {
  const set = changed.filter((entry) => entry.checked).map((entry) => entry.keyword);
  const unset = changed.filter((entry) => !entry.checked).map((entry) => entry.keyword);
  if (set.length) await perform(`label:${set.join(',')}`, keys);
  if (unset.length) await perform(`unlabel:${unset.join(',')}`, keys);
}

/** `b`: until when? */
export function askTime(keys) {
  const place = document.getElementById('snooze-dialog');
  if (!place) return;
  place.onclick = (event) => { if (event.target === place || event.target.closest('[data-close]')) place.close(); };
  place.onsubmit = (event) => {
    event.preventDefault();
    const until = place.querySelector('[name="until"]').value;
    const verb = event.submitter?.value ?? 'snooze:pick';
    place.close();
    perform(verb, keys, verb === 'snooze:pick' ? { until } : {});
  };
  place.showModal();
  place.querySelector('.picker-list button')?.focus();
}

/** `g l`: which label's messages? */
export function goLabel() {
  open('label', labels(), (one) => location.assign(one.href));
}

/** Ctrl+K: everything there is to do, and everywhere there is to go. */
export function palette(run) {
  const commands = [...document.querySelectorAll('#shortcuts [data-command]')]
    .filter((row) => run[row.dataset.command])
    .map((row) => ({ name: text(row, 'dd'), hint: [...row.querySelectorAll('kbd')].map((key) => key.textContent).join(' '), run: run[row.dataset.command] }));
  const go = dialog().dataset.go;
  const places = [...folders(), ...labels()].map((one) => ({ name: `${go} ${one.name}`, icon: one.icon, run: () => location.assign(one.href) }));
  open('palette', [...commands, ...places], (one) => one.run());
}
