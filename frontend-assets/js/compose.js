/* Writing: recipients as chips, the editor, files, the draft saved while one pauses, a copy in this browser in case of need. */
import { dock, docked, freeWindow } from './docked.js';
import { post } from './post.js';
import { words as shared, filled } from './words.js';
import { chips } from './compose/recipients.js';
import { files as fileList } from './compose/files.js';
import { copies, hold, keyOfCopy, leftAlone, same } from './compose/copies.js';
import { forgotten, crowded, reallySend } from './compose/checks.js';

const IDLE = 3000;

/**
 * Brings the form to life.
 *
 * @param leave what follows when the message has been handed over or thrown away; by default the page before
 * @param archive what puts the answered conversation away
 * @param copyKey under which a copy is kept in this browser
 * @param travels it comes back by itself when the page is left: nobody is asked then
 * @param restore what the copy has is newer than the draft
 * @param quiet the focus stays where it is
 * @param saved what follows when there is a draft
 */
export function mount(form, { leave = (where) => location.assign(where), archive = archivesSource(form), copyKey = keyOfCopy(form), travels = false, restore = false, quiet = false, saved = () => {} } = {}) {
  const one = (selector) => form.querySelector(selector);
  const field = (name) => form.querySelector(`[name="${name}"]`);
  const words = { ...shared, ...one('[data-words]').dataset };
  const state = one('.save-state');
  const area = field('body');
  const end = new AbortController();
  hold(copyKey, end.signal);
  let dirty = false;
  let saving = null;
  let sending = null;
  let over = false;
  let timer;
  let editor = null;

  const people = {};
  for (const name of ['to', 'cc', 'bcc']) people[name] = chips(field(name), { remove: words.removePerson, invalid: words.invalid, edit: words.editPerson }, changed);
  const files = fileList(form, one('.attachments'), one('input[type="file"]'), words, changed);

  const time = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
  const ownText = () => (editor ? withoutQuotes(editor.root) : area.value.split('\n').filter((line) => !line.startsWith('>')).join('\n'));

  function withoutQuotes(root) {
    const copy = root.cloneNode(true);
    for (const quote of copy.querySelectorAll('blockquote, .signature')) quote.remove();
    return copy.innerText || copy.textContent;
  }

  /** What is typed, as it is kept in this browser. */
  function typed() {
    write();
    const all = { format: field('format').value, subject: field('subject').value, body: area.value, html: editor ? field('html').value : '', draft: field('draft').value, files: files.all };
    for (const name of Object.keys(people)) all[name] = people[name].value;
    return all;
  }

  /** Puts what the editor holds into the form. */
  function write() {
    field('format').value = editor ? 'html' : 'plain';
    if (editor) field('html').value = editor.html();
    for (const one of Object.values(people)) void one.value;
  }

  /** The form without its files: those are on the server already and go by their ids. */
  function data() {
    write();
    const all = new FormData(form);
    for (const name of ['files', 'action', 'at']) all.delete(name);
    all.delete(editor ? 'body' : 'html');
    return new URLSearchParams([...all].filter(([, value]) => typeof value === 'string'));
  }

  function changed() {
    if (over) return;
    dirty = true;
    form.dataset.dirty = 'true';
    clearTimeout(timer);
    clearTimeout(changed.copy);
    changed.copy = setTimeout(keepCopy, 400);
    // Each save writes the whole draft, files and all: large ones less often
    timer = setTimeout(save, files.attached() > 5e6 ? IDLE * 5 : IDLE);
  }

  /** False when it could not be kept. */
  const keepCopy = () => over || copies.set(copyKey, typed());
  function dropCopy() {
    clearTimeout(changed.copy);
    copies.drop(copyKey);
  }

  function save() {
    if (saving || over || files.busy() || !dirty) {
      if (files.busy() || (saving && dirty)) { clearTimeout(timer); timer = setTimeout(save, IDLE); }
      return saving;
    }
    dirty = false;
    state.textContent = words.saving;
    saving = post('/compose/draft', data()).then((told) => {
      field('draft').value = told.draft ?? '';
      saved();
      state.textContent = filled(words.saved, time(told.at));
      if (!dirty) { dropCopy(); delete form.dataset.dirty; }
    }).catch((error) => {
      dirty = true;
      keepCopy();
      state.textContent = error.status === 401 ? words.signedOut : words.unsaved;
      timer = setTimeout(save, 15_000);
    }).finally(() => { saving = null; });
    return saving;
  }

  function problems(lines, again = null) {
    const box = one('.problems');
    const paragraphs = lines.map((line) => Object.assign(document.createElement('p'), { textContent: line }));
    one('[data-problem-lines]').replaceChildren(...paragraphs);
    const retry = one('[data-again]');
    retry.hidden = !again;
    retry.onclick = again;
    box.hidden = !lines.length;
    if (lines.length) { box.scrollIntoView({ block: 'nearest' }); box.focus(); }
  }

  /** @param at the time it is to go out; empty for now @param then an action on what is answered, once it has gone */
  async function send(at = '', then = null) {
    if (over || sending) return;
    for (const one of Object.values(people)) one.commit();
    if (files.busy()) { problems([words.uploading]); return; }
    const asked = [];
    if (!field('subject').value.trim()) asked.push(words.noSubject);
    if (forgotten(ownText(), words.forgottenWords) && !files.any && !one('.editor img[src^="/compose/"]')) asked.push(words.forgotten);
    if (crowded(people)) asked.push(filled(words.crowded, people.to.people.length));
    if (asked.length && !await reallySend(one('[data-ask]'), asked)) return;
    sending ??= handOver(at, then).finally(() => { sending = null; });
    await sending;
  }

  async function handOver(at, then) {
    clearTimeout(timer);
    await saving;
    clearTimeout(timer);
    state.textContent = words.sending;
    for (const button of form.querySelectorAll('[data-send]')) button.disabled = true;
    problems([]);
    try {
      const body = data();
      if (at) body.set('at', at);
      const sent = await post('/compose/send', body);
      over = true;
      state.textContent = sent.text;
      dropCopy();
      delete form.dataset.dirty;
      if (then) sent.archived = await then().then(() => true, () => false);
      const back = field('back').value;
      const query = new URLSearchParams({ back: sent.archived ? back.replace(/^(\/mail\/[^/?]+)\/\d+$/, '$1') : back }); // what was archived is not there
      if (sent.held !== null) query.set('held', sent.held);
      if (sent.at !== null) query.set('at', sent.at);
      leave(`/compose/sent?${query}`, sent);
    } catch (error) {
      keepCopy();
      const told = error.status === 422 ? (await error.response.json()).problems : [error.status === 401 ? words.signedOut : error.status ? words.unsent : words.offlineUnsent];
      problems(told, error.status === 422 ? null : () => send(at, then));
    } finally {
      if (!over) {
        state.textContent = '';
        for (const button of form.querySelectorAll('[data-send]')) button.disabled = false;
      }
    }
  }

  async function rich(html) {
    const { createEditor } = await import('./compose/editor.js');
    const root = one('.editor');
    root.hidden = false;
    one('.editor-tools').hidden = false;
    area.hidden = true;
    editor = createEditor(root, one('.editor-tools'), html, { changed, image: (file) => files.picture(file), link: askLink });
    form.classList.add('rich');
    show();
  }

  function plain(text) {
    editor?.destroy();
    editor = null;
    one('.editor').hidden = true;
    one('.editor-tools').hidden = true;
    area.hidden = false;
    area.value = text;
    form.classList.remove('rich');
    show();
  }

  function show() {
    for (const item of form.querySelectorAll('[data-format]')) item.setAttribute('aria-pressed', String((item.dataset.format === 'plain') === !editor));
  }

  /** To the other form and back; the choice is remembered for the next message. */
  async function turn(to) {
    if ((to === 'plain') === !editor) return;
    try {
      if (editor) plain((await post('/compose/plain', new URLSearchParams({ html: editor.html() }))).body);
      else await rich((await post('/compose/rich', new URLSearchParams({ body: area.value }))).html);
      post('/compose/format', new URLSearchParams({ plain: to === 'plain' })).catch(() => {});
      changed();
      (editor ?? area).focus?.();
    } catch (error) { state.textContent = error.status === 401 ? words.signedOut : words.failed; }
  }

  function askLink(current) {
    const dialog = one('[data-link-dialog]');
    const input = dialog.querySelector('input');
    input.value = current;
    dialog.returnValue = '';
    dialog.showModal();
    input.select();
    return new Promise((resolve) => {
      dialog.addEventListener('close', () => resolve(dialog.returnValue === 'set' ? input.value.trim() : dialog.returnValue === 'remove' ? '' : null), { once: true });
    });
  }

  function insert(text) {
    if (editor) {
      const lines = text.split('\n').map((line) => { const block = document.createElement('div'); if (line) block.textContent = line; else block.append(document.createElement('br')); return block.outerHTML; });
      editor.insertHTML(lines.join(''));
    } else {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
      area.focus();
      changed();
    }
  }

  /** A reply that is kept ready, with what is known of the one it goes to. */
  function template(button) {
    button.closest('details').open = false;
    const first = people.to.people.find((one) => one.valid);
    const name = first?.name || first?.address.split('@')[0] || '';
    const vietnamese = document.documentElement.lang === 'vi';
    const names = name.split(/\s+/);
    const author = field('from').selectedOptions?.[0]?.dataset ?? field('from').dataset;
    const values = {
      name, address: first?.address ?? '', subject: field('subject').value, date: new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' }),
      'first-name': vietnamese ? names.at(-1) : names[0], 'my-name': author.name ?? '', 'my-address': field('from').value,
    };
    insert(button.dataset.text.replace(/\{\{ ?([a-z-]{1,20}) ?\}\}/g, (all, key) => values[key] || all));
  }

  /** One stop for Tab, arrows within (the toolbar pattern of ARIA). */
  function rove(tools) {
    const all = () => [...tools.querySelectorAll('.tool')];
    const stop = (at) => all().forEach((tool, index) => { tool.tabIndex = index === at ? 0 : -1; });
    stop(0);
    on(tools, 'keydown', (event) => {
      const at = all().indexOf(event.target);
      const go = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all().length - 1 }[event.key];
      if (at < 0 || go === undefined) return;
      event.preventDefault();
      const next = (go + all().length) % all().length;
      stop(next);
      all()[next].focus();
    });
    on(tools, 'focusin', (event) => { if (event.target.matches('.tool')) stop(all().indexOf(event.target)); });
  }

  const on = (target, name, run) => target.addEventListener(name, run, { signal: end.signal });

  on(form, 'click', (event) => {
    const button = event.target.closest('button');
    if (!button || !form.contains(button)) return;
    const { format, template: reply, later, command, close } = button.dataset;
    if (close) button.closest('dialog').close(close);
    if (format) { button.closest('details').open = false; turn(format); }
    if (reply !== undefined) template(button);
    if (later !== undefined) {
      event.preventDefault();
      button.closest('details').open = false;
      send(later || one('[name="at"]').value);
    }
    if (button.dataset.sendArchive !== undefined) { event.preventDefault(); button.closest('details').open = false; send('', archive); }
    if (command === 'image') one('[data-picture]').click();
  });
  rove(one('.editor-tools'));
  on(one('[data-link-dialog] input'), 'keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    event.target.closest('dialog').close('set');
  });
  on(one('[data-picture]'), 'change', (event) => {
    for (const file of event.target.files) editor?.insertImage(file);
    event.target.value = '';
  });

  for (const [name, dragged] of [['dragover', true], ['dragleave', false], ['drop', false]]) {
    on(form, name, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      form.classList.toggle('dragging', dragged);
      if (name !== 'drop') return;
      for (const file of event.dataTransfer.files) {
        if (editor && file.type.startsWith('image/') && event.target.closest('.editor')) editor.insertImage(file);
        else files.add(file);
      }
    });
  }
  form.addEventListener('drop', (event) => { if (event.dataTransfer?.types.includes('Files')) event.preventDefault(); }, { capture: true, signal: end.signal });
  on(form, 'paste', (event) => {
    if (event.defaultPrevented || event.target.closest('.editor')) return;
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    pasted.forEach(files.add);
  });
  on(form, 'input', (event) => { if (['subject', 'body', 'from', 'receipt'].includes(event.target.name)) changed(); });

  on(form, 'submit', (event) => {
    const action = event.submitter?.value;
    if (event.target !== form) return;
    if (action === 'send') { event.preventDefault(); send(); }
    else if (action === 'save') { event.preventDefault(); dirty = true; save(); }
    else if (action === 'discard') { event.preventDefault(); throwAway(); }
    else if (action?.startsWith('schedule')) event.preventDefault();
    else { over = true; write(); }
  });

  async function throwAway() {
    const worth = field('draft').value || form.dataset.dirty;
    if (worth && !await reallySend(one('[data-ask-discard]'), [])) return;
    over = true;
    clearTimeout(timer);
    dropCopy();
    delete form.dataset.dirty;
    await saving;
    const body = data();
    body.set('action', 'discard');
    const response = await fetch('/compose', { method: 'POST', body, redirect: 'manual', credentials: 'same-origin' });
    if (response.type === 'opaqueredirect' || response.ok) leave(field('back').value, null);
    else { over = false; state.textContent = words.failed; }
  }

  on(document, 'keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
    if (!form.contains(event.target) && !form.closest('.compose-main')) return; // beside an answer there is more to do
    if (event.key === 'Enter') { event.preventDefault(); event.stopPropagation(); if (event.shiftKey) send('', archive); else send(); }
    if (event.key.toLowerCase() === 's' && !event.shiftKey) { event.preventDefault(); dirty = true; save(); }
  });
  on(window, 'beforeunload', (event) => {
    if (over) return;
    const lost = (dirty || saving) && !keepCopy();
    if (travels ? sending || files.busy() || lost : dirty) event.preventDefault();
  });

  /** What this browser kept of a message the server never got. */
  async function offerCopy() {
    const all = [[copyKey, copies.get(copyKey)], ...(restore ? [] : await leftAlone(form))];
    const now = typed();
    const [key, kept] = all.find(([, copy]) => copy && !same(copy, now)) ?? [];
    if (!kept) return;
    if (restore) { await bringBack(kept); return; }
    const bar = one('[data-restored]');
    bar.hidden = false;
    on(bar.querySelector('[data-restore]'), 'click', async () => {
      await bringBack(kept);
      if (key !== copyKey && keepCopy()) copies.drop(key);
      bar.hidden = true;
    });
    on(bar.querySelector('[data-forget]'), 'click', () => { bar.hidden = true; copies.drop(key); });
  }

  async function bringBack(kept) {
    for (const name of Object.keys(people)) people[name].set(kept[name] ?? '');
    field('subject').value = kept.subject ?? '';
    if (kept.cc || kept.bcc) one('.copies').open = true;
    if (kept.html) { if (editor) editor.setHTML(kept.html); else await rich(kept.html); } else { if (editor) plain(kept.body ?? ''); else area.value = kept.body ?? ''; }
    files.restore(kept.files, restore);
    changed();
  }

  /** Only what was chosen in the message is quoted, where something was. */
  function quoteSelection() {
    let chosen = null;
    try { chosen = sessionStorage.getItem('quote'); } catch { /* forbidden */ }
    if (!chosen) return;
    sessionStorage.removeItem('quote');
    const { key, text } = JSON.parse(chosen);
    if (!field('source').value.endsWith(key.replace(':', ' ')) || !text.trim()) return;
    const lines = text.trim().split('\n');
    if (editor) {
      const quote = editor.root.querySelector('blockquote[type="cite"]');
      quote?.replaceChildren(...lines.map((line) => { const block = document.createElement('div'); block.textContent = line; if (!line.trim()) block.replaceChildren(document.createElement('br')); return block; }));
    } else {
      area.value = area.value.replace(/(?:^>.*(?:\n|$))+/m, () => `${lines.map((line) => `> ${line}`).join('\n')}\n`);
    }
  }

  async function begin() {
    if (!form.dataset.plain) {
      try { await rich(field('html').value); } catch (error) { console.error(error); plain(area.value); }
    }
    const early = added(area.defaultValue, area.value); // typed before this was loaded
    quoteSelection();
    show();
    if (early && editor) { start(); insert(early); }
    if (early || field('subject').value !== field('subject').defaultValue) changed();
    await offerCopy();
    form.dataset.ready = 'true';
    if (quiet) return;
    const at = document.activeElement;
    if (form.contains(at) && at !== field('to') && at !== people.to.input) return; // somebody writes already
    if (early) return;
    if (people.to.people.length) start();
    else people.to.input.focus();
  }

  /** To where the answer is written: above what it quotes or, where that is wished, below. */
  function start() {
    const below = form.dataset.below !== undefined;
    if (editor) {
      if (below) editor.focusBelowQuote();
      else editor.focusStart();
      return;
    }
    const quoted = [...area.value.matchAll(/^>.*(?:\n|$)/gm)].at(-1);
    const at = below && quoted ? Math.min(quoted.index + quoted[0].length + 1, area.value.length) : 0;
    area.focus();
    area.setSelectionRange(at, at);
  }

  /** Saves what was typed since the last time; true when nothing is left to save. What is being sent is no draft, unless it comes back. */
  async function keep() {
    if (sending) {
      await sending;
      if (!over) await save();
      return over;
    }
    if (files.busy()) { state.textContent = words.uploading; return false; }
    await saving;
    await save();
    if (!dirty) clearTimeout(timer);
    return !dirty;
  }

  const ready = begin();
  return {
    ready, keep, words, copy: keepCopy, sending: () => sending !== null, uploading: files.busy, uploaded: files.settled,
    draft: () => field('draft').value,
    source: () => field('source').value,
    subject: () => field('subject').value,
    saving: () => saving,
    unsaved: () => !over && (dirty || saving !== null),
    focus: start,
    /** To where one begins: whom it is for, where that is not known, else the text. */
    begin(text) {
      if (people.to.people.length) { start(); if (text) insert(text); return; }
      people.to.input.focus();
      if (text) document.execCommand('insertText', false, text);
    },
    type(text) { start(); insert(text); },
    destroy() { over = true; clearTimeout(timer); end.abort(); editor?.destroy(); },
  };
}

/** The answered conversation leaves the inbox with the answer; null where nothing is answered. */
function archivesSource(form) {
  const source = form.querySelector('[name="source"]').value.match(/^(?:reply|forward) (\S+) (\d+)$/);
  return source && (() => post('/mail/actions', new URLSearchParams({ action: 'archive', m: `${source[1]}:${source[2]}`, conversations: 'true' })));
}

/** What one text has that the other had not, in one place. */
function added(before, after) {
  let start = 0;
  let end = 0;
  while (start < before.length && before[start] === after[start]) start++;
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return after.slice(start, after.length - end);
}

/** The page becomes a window over the list one came from. */
async function toWindow(form, writer) {
  await (await import('./tab.js')).claim();
  const all = docked();
  const n = freeWindow(all);
  if (!n || !(await writer.keep())) return;
  const [draft, source] = [writer.draft(), writer.source()];
  const address = draft ? `/compose?${new URLSearchParams({ draft, source })}` : location.pathname + location.search;
  dock([...all, { n, account: form.dataset.account, address, base: address, title: writer.subject(), small: false, unsaved: false, copyKey: '' }]);
  writer.destroy();
  location.assign(form.querySelector('[name="back"]').value);
}

const page = document.querySelector('main.compose-main form.compose');
if (page) {
  const writer = mount(page);
  const button = page.querySelector('[data-dock]');
  if (button) button.disabled = !freeWindow(docked());
  button?.addEventListener('click', () => toWindow(page, writer));
}
