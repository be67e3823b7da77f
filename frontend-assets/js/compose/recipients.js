/* Recipients as chips. Without script it is a field with commas; the server reads both the same way. */

const ADDRESS = /^[^\s@<>"(),;:\\[\]]+@(?:[^\s@<>"(),;:\\[\]]+|\[[^\]\s]+\])$/u;

/** Cuts at commas, semicolons and line ends outside of quotes and angle brackets; `Group: a, b;` is opened. */
export function split(text) {
  const pieces = [];
  let piece = '';
  let quoted = false;
  let angle = 0;
  for (const letter of text.replace(/(^|[,;\n])\s*[^"<>@,;:\n]+:(?=[^,;\n]*@)/g, '$1')) {
    if (letter === '"') quoted = !quoted;
    if (letter === '<' && !quoted) angle++;
    if (letter === '>' && !quoted) angle--;
    if (letter === '\n' || letter === '\r' || ((letter === ',' || letter === ';') && !quoted && angle <= 0)) {
      pieces.push(piece);
      [piece, quoted, angle] = ['', false, 0];
    } else piece += letter;
  }
  pieces.push(piece);
  return pieces.map((one) => one.trim()).filter(Boolean);
}

/** A name and an address, as far as it has them. */
export function person(text) {
  const found = text.match(/^\s*(.*?)\s*<\s*([^<>]*)\s*>\s*$/);
  const address = (found ? found[2] : text).trim().replace(/^mailto:/i, '');
  const name = found ? found[1].replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1').trim() : '';
  return { name, address, valid: ADDRESS.test(address), typed: text.trim() };
}

function written({ name, address, valid, typed }) {
  if (!valid) return typed;
  if (!name) return address;
  return /[",;:<>()[\]@\\.]/.test(name) ? `"${name.replace(/["\\]/g, '')}" <${address}>` : `${name} <${address}>`;
}

let count = 0;

/**
 * Makes the field a list of chips with completion (ARIA combobox).
 *
 * @param words remove, invalid, edit: texts with {0}
 */
export function chips(input, words, changed) {
  const store = document.createElement('input');
  store.type = 'hidden';
  store.name = input.name;
  input.removeAttribute('name');
  const label = input.labels[0]?.textContent ?? '';
  const box = document.createElement('div');
  box.className = 'people';
  input.before(box);
  const list = document.createElement('ul');
  list.className = 'chips';
  list.setAttribute('aria-label', label);
  const offers = document.createElement('ul');
  offers.className = 'offers';
  offers.id = `offers-${++count}`;
  offers.setAttribute('role', 'listbox');
  offers.setAttribute('aria-label', label);
  offers.hidden = true;
  const writing = document.activeElement === input; // an element that is moved loses the focus
  box.append(store, list, input, offers);
  if (writing) input.focus();
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': offers.id })) input.setAttribute(name, value);

  let people = [];
  let found = [];
  let active = -1;
  let timer;
  let asked = 0;

  function keep() {
    const pending = input.value.trim();
    store.value = [...people.map(written), ...(pending ? [pending] : [])].join(', ');
  }

  function draw() {
    list.replaceChildren(...people.map((one, at) => {
      const item = document.createElement('li');
      item.className = one.valid ? 'chip' : 'chip invalid';
      const text = document.createElement('button');
      text.type = 'button';
      text.className = 'chip-text';
      text.textContent = one.name || one.address || one.typed;
      text.title = one.valid ? `${one.name ? `${one.name} ` : ''}<${one.address}>` : words.invalid.replace('{0}', one.typed);
      text.setAttribute('aria-label', one.valid ? text.title : `${text.title}. ${words.edit}`);
      text.addEventListener('click', () => edit(at));
      text.addEventListener('keydown', (event) => chipKey(event, at));
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.className = 'chip-remove';
      remove.tabIndex = -1;
      remove.textContent = '×';
      remove.setAttribute('aria-label', words.remove.replace('{0}', text.textContent));
      remove.addEventListener('click', () => drop(at));
      item.append(text, remove);
      return item;
    }));
    list.hidden = !people.length;
    keep();
  }

  function add(all) {
    const known = new Set(people.map((one) => one.address.toLowerCase()));
    for (const one of all) if (!one.valid || !known.has(one.address.toLowerCase())) { people.push(one); known.add(one.address.toLowerCase()); }
    draw();
    changed();
  }

  function commit() {
    const text = input.value;
    if (!text.trim()) return false;
    input.value = '';
    close();
    add(split(text).map(person));
    return true;
  }

  function drop(at) {
    people.splice(at, 1);
    draw();
    changed();
    (list.children[Math.min(at, people.length - 1)]?.firstChild ?? input).focus();
  }

  function edit(at) {
    const one = people[at];
    commit();
    people.splice(people.indexOf(one), 1);
    draw();
    input.value = written(one);
    input.focus();
    input.select();
    keep();
  }

  function chipKey(event, at) {
    const go = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: people.length }[event.key];
    if (event.key === 'Backspace' || event.key === 'Delete') { event.preventDefault(); drop(at); }
    if (go === undefined || go < 0) return;
    event.preventDefault();
    (list.children[go]?.firstChild ?? input).focus();
  }

  function close() {
    clearTimeout(timer);
    asked++;
    found = [];
    active = -1;
    offers.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function mark(at) {
    active = at;
    [...offers.children].forEach((offer, index) => offer.setAttribute('aria-selected', index === at));
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', offers.children[at].id);
      offers.children[at].scrollIntoView({ block: 'nearest' });
    }
  }

  function choose(at) {
    const offer = found[at];
    input.value = '';
    close();
    add(offer.members ? split(offer.address).map(person) : [{ name: offer.name ?? '', address: offer.address, valid: true, typed: offer.address }]);
    input.focus();
  }

  async function ask() {
    const text = input.value.trim();
    const mine = ++asked;
    if (!text) return close();
    try {
      const response = await fetch(`/contacts/complete?q=${encodeURIComponent(text)}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      if (mine !== asked) return undefined;
      if (!response.ok) return close();
      const known = new Set(people.map((one) => one.address.toLowerCase()));
      found = (await response.json()).filter((one) => one.members || !known.has(one.address.toLowerCase())).slice(0, 8);
    } catch { found = []; }
    if (mine !== asked) return undefined;
    if (!found.length) return close();
    offers.replaceChildren(...found.map((one, at) => {
      const item = document.createElement('li');
      item.id = `${offers.id}-${at}`;
      item.setAttribute('role', 'option');
      const name = document.createElement('strong');
      name.textContent = one.name || one.address || '';
      item.append(name);
      if (one.name || one.members) {
        const address = document.createElement('span');
        address.textContent = one.members ? split(one.address).map(person).map((each) => each.name || each.address).join(', ') : one.address;
        item.append(' ', address);
      }
      item.addEventListener('pointerdown', (event) => { event.preventDefault(); choose(at); });
      return item;
    }));
    offers.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    return mark(0);
  }

  input.addEventListener('input', (event) => {
    event.stopPropagation();
    if (/[,;\n]$/.test(input.value) && split(input.value).every((one) => person(one).valid)) commit();
    else {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
      keep();
    }
    changed();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const open = !offers.hidden;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      mark((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if (open && active >= 0 && (event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      choose(active);
    } else if (open && event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      commit();
    } else if (event.key === ' ' && person(input.value).valid && !/[<"]/.test(input.value)) {
      event.preventDefault();
      commit();
    } else if (event.key === 'Backspace' && !input.value && people.length) {
      event.preventDefault();
      list.lastElementChild.firstChild.focus();
    } else if (event.key === 'ArrowLeft' && input.selectionEnd === 0 && people.length) {
      list.lastElementChild.firstChild.focus();
    }
  });
  input.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const all = split(text).map(person);
    if (all.length < 2 && !all[0]?.valid) return;
    event.preventDefault();
    event.stopPropagation();
    input.value = '';
    close();
    add(all);
  });
  input.addEventListener('blur', () => { close(); commit(); });
  box.addEventListener('click', (event) => { if (event.target === box || event.target === list) input.focus(); });

  const set = (text) => { people = split(text).map(person); input.value = ''; draw(); };
  set(input.value);

  return { get value() { keep(); return store.value; }, set, commit, get people() { return people; }, input };
}
