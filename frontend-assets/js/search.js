/* The search box while somebody types: a combobox (ARIA 1.2) over what the server suggests and what was looked for lately. */
const box = document.getElementById('q');
const list = document.getElementById('q-choices');
const status = document.getElementById('q-status');
const KEPT = 'searches';
const MOST_KEPT = 8;
let choices = [];
let active = -1;
let asked = 0;
let timer = 0;

const recent = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string').slice(0, MOST_KEPT) : [];
  } catch { return []; }
};

function keep(text) {
  const query = text.trim();
  if (!query) return;
  try {
    localStorage.setItem(KEPT, JSON.stringify([query, ...recent().filter((one) => one !== query)].slice(0, MOST_KEPT)));
  } catch { /* a browser that keeps nothing searches all the same */ }
}

function close() {
  list.hidden = true;
  active = -1;
  box.setAttribute('aria-expanded', 'false');
  box.removeAttribute('aria-activedescendant');
}

function mark(index) {
  active = index;
  [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
  if (index < 0) box.removeAttribute('aria-activedescendant');
  else {
    box.setAttribute('aria-activedescendant', list.children[index].id);
    list.children[index].scrollIntoView({ block: 'nearest' });
  }
}

function item(choice, index) {
  const li = document.createElement('li');
  li.id = `q-choice-${index}`;
  li.setAttribute('role', 'option');
  li.setAttribute('aria-selected', 'false');
  const label = document.createElement('span');
  label.className = 'choice-label';
  label.dir = 'auto';
  label.textContent = choice.label;
  const about = document.createElement('span');
  about.className = choice.colour ? `chip label-${choice.colour}` : 'choice-about';
  about.dir = 'auto';
  about.textContent = choice.about;
  li.append(label, about);
  return li;
}

function show(found) {
  choices = found;
  list.replaceChildren(...found.map(item));
  if (!found.length || document.activeElement !== box) { close(); return; }
  list.hidden = false;
  box.setAttribute('aria-expanded', 'true');
  mark(-1);
  status.textContent = box.dataset.found.replace('{0}', found.length);
}

async function suggest() {
  const turn = ++asked;
  const text = box.value;
  const at = box.selectionStart ?? text.length;
  const lately = recent()
    .filter((one) => one !== text && one.toLowerCase().startsWith(text.toLowerCase()))
    .slice(0, text ? 2 : 4)
    .map((one) => ({ label: one, about: box.dataset.recent, text: one, at: one.length, go: true }));
  try {
    const answer = await fetch(`${box.dataset.complete}?q=${encodeURIComponent(text)}&at=${at}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    if (!answer.ok || turn !== asked) return;
    show([...lately, ...await answer.json()].slice(0, 10));
  } catch { if (turn === asked) show(lately); }
}

function take(index) {
  const choice = choices[index];
  box.value = choice.text;
  box.setSelectionRange(choice.at, choice.at);
  if (choice.go) { keep(choice.text); box.form.requestSubmit(); return; }
  suggest();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(suggest, 120);
}

box.addEventListener('input', soon);
box.addEventListener('focus', soon);
box.addEventListener('click', () => { if (list.hidden) soon(); });
box.addEventListener('blur', () => { clearTimeout(timer); asked++; close(); });
box.addEventListener('keydown', (event) => {
  if (event.isComposing) return; // an input method has the keys: Vietnamese is typed with one
  const last = choices.length - 1;
  if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); event.stopPropagation(); asked++; close(); return; }
  if (event.key === 'ArrowDown' && list.hidden) { suggest(); event.preventDefault(); return; }
  if (list.hidden) return;
  if (event.key === 'ArrowDown') mark(active >= last ? -1 : active + 1);
  else if (event.key === 'ArrowUp') mark(active < 0 ? last : active - 1);
  else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) take(active);
  else return;
  event.preventDefault();
});
list.addEventListener('pointerdown', (event) => event.preventDefault()); // the focus stays in the box
list.addEventListener('click', (event) => {
  const li = event.target.closest('[role="option"]');
  if (li) take([...list.children].indexOf(li));
});
box.form.addEventListener('submit', () => keep(box.value));

box.setAttribute('role', 'combobox');
box.setAttribute('aria-autocomplete', 'list');
box.setAttribute('aria-controls', list.id);
box.setAttribute('aria-expanded', 'false');
if (document.activeElement === box) soon();
