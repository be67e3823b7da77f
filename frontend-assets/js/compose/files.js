/* Files of a message: three at a time, each with its progress; one that fails can be tried again. */
import { post, token } from '../post.js';

const AT_ONCE = 3;
const size = (octets) => (octets < 999_500 ? `${Math.max(1, Math.round(octets / 1000))} kB` : `${(octets / 1e6).toFixed(1)} MB`);

/** Sends one file and answers with what the server made of it; the signal gives up. */
function send(file, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch knows no progress of what it sends
    const body = new FormData();
    body.append('file', file, file.name || 'image');
    request.upload.addEventListener('progress', (event) => progress(event.loaded / event.total));
    request.addEventListener('loadend', () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText));
      else reject(Object.assign(new Error(`status ${request.status}`), { status: request.status }));
    });
    signal?.addEventListener('abort', () => request.abort());
    request.open('POST', '/compose/files');
    for (const [name, value] of Object.entries(token())) request.setRequestHeader(name, value);
    request.send(body);
  });
}

/**
 * @param list the list of files
 * @param input the field they are chosen with
 */
export function files(form, list, input, words, changed) {
  const max = Number(form.dataset.max);
  const queue = [];
  let running = 0;
  let pictures = 0;
  const waiting = [];

  const attached = () => [...list.querySelectorAll('.file')].reduce((sum, file) => sum + Number(file.dataset.octets ?? 0), 0);
  const busy = () => running + queue.length + pictures > 0;
  const settle = () => { if (!busy()) for (const done of waiting.splice(0)) done(); };

  function next() {
    while (running < AT_ONCE && queue.length) {
      running++;
      queue.shift()().finally(() => { running--; next(); settle(); });
    }
  }

  function add(file) {
    const item = form.querySelector('[data-file-template]').content.firstElementChild.cloneNode(true);
    item.querySelector('.attachment-name').textContent = file.name;
    item.querySelector('.attachment-size').textContent = size(file.size);
    item.querySelector('[data-detach]').setAttribute('aria-label', `${words.remove} ${file.name}`);
    list.append(item);
    if (attached() + file.size > max) return failed(item, words.tooLarge);
    item.dataset.octets = file.size;
    return enqueue(item, file);
  }

  function enqueue(item, file) {
    const stop = new AbortController();
    const bar = item.querySelector('progress');
    bar.hidden = false;
    bar.value = 0;
    item.stop = stop;
    queue.push(async () => {
      if (stop.signal.aborted) return;
      try {
        const taken = await send(file, (share) => { bar.value = share; }, stop.signal);
        if (stop.signal.aborted) return void post(`/compose/files/${taken.id}/remove`).catch(() => {});
        item.querySelector('input').value = taken.id;
        item.dataset.id = taken.id;
        item.dataset.octets = taken.octets;
        bar.hidden = true;
        changed();
      } catch (error) {
        if (!stop.signal.aborted) failed(item, error.status === 413 ? words.tooLarge : words.uploadFailed, error.status === 413 ? null : file);
      }
    });
    next();
  }

  function failed(item, why, again) {
    item.classList.add('failed');
    item.querySelector('.attachment-size').textContent = why;
    item.querySelector('progress').hidden = true;
    delete item.dataset.octets;
    const retry = item.querySelector('[data-retry]');
    retry.hidden = !again;
    retry.onclick = () => {
      item.classList.remove('failed');
      item.querySelector('.attachment-size').textContent = size(again.size);
      item.dataset.octets = again.size;
      retry.hidden = true;
      enqueue(item, again);
    };
  }

  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-detach]');
    if (!button) return;
    event.preventDefault();
    const item = button.closest('.file');
    item.stop?.abort();
    if (item.dataset.id) post(`/compose/files/${item.dataset.id}/remove`).catch(() => {});
    item.remove();
    input.focus();
    changed();
  });
  input.addEventListener('change', () => {
    [...input.files].forEach(add);
    input.value = '';
  });

  return {
    add,
    attached,
    busy,
    /** Once no file is under way any more, whatever became of it. */
    settled: () => new Promise((done) => { waiting.push(done); settle(); }),
    get any() { return !!list.querySelector('.file:not(.failed)'); },
    get all() { return [...list.querySelectorAll('.file[data-id]')].map((item) => ({ id: item.dataset.id, name: item.querySelector('.attachment-name').textContent, octets: Number(item.dataset.octets) })); },
    /** Puts back what a copy in this browser knew; takes out what it did not, where it is known to be newer. */
    restore(all, newer) {
      const one = (file) => [...list.querySelectorAll('.file[data-id]')].find((item) => item.dataset.id === file.id
        || (item.querySelector('.attachment-name').textContent === file.name && Number(item.dataset.octets) === file.octets)); // a draft's files have other ids each time
      const known = new Set((all ?? []).map(one));
      for (const item of newer ? list.querySelectorAll('.file[data-id]') : []) if (!known.has(item)) item.remove();
      for (const file of all ?? []) {
        if (one(file)) continue;
        const item = form.querySelector('[data-file-template]').content.firstElementChild.cloneNode(true);
        item.querySelector('.attachment-name').textContent = file.name;
        item.querySelector('.attachment-size').textContent = size(file.octets);
        item.querySelector('input').value = file.id;
        item.querySelector('progress').hidden = true;
        item.querySelector('[data-detach]').setAttribute('aria-label', `${words.remove} ${file.name}`);
        item.dataset.id = file.id;
        item.dataset.octets = file.octets;
        list.append(item);
      }
    },
    /** An image that stands in the text: answers with its address, or null when it could not be had. */
    async picture(file) {
      if (attached() + file.size > max) return null;
      pictures++;
      try {
        return `/compose/files/${(await send(file, () => {})).id}`;
      } catch {
        return null;
      } finally {
        pictures--;
        settle();
      }
    },
  };
}
