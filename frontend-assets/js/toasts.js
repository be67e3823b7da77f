import { words } from './words.js';

const SHOWN = 10_000;

/**
 * A short notice, with a button when `undo` is given. Goes by itself unless the pointer or the focus is on it.
 *
 * @param seconds how long it stays, if not as long as any
 */
export function toast(text, undo, seconds) {
  const toast = put(text);
  if (!toast) return null;
  if (undo) toast.append(button(words.undo, () => { toast.remove(); undo(); }));
  if (seconds) toast.dataset.shown = seconds;
  expire(toast);
  return toast;
}

/** A notice of something that takes a while; it stays until it is removed. */
export function working(stop) {
  const toast = put('…');
  const bar = document.createElement('progress');
  bar.max = 100;
  bar.setAttribute('aria-label', words.job);
  toast?.append(bar, button(words.stop, stop));
  return {
    show(text, percent) {
      const span = toast?.querySelector('span');
      if (span && span.textContent !== text) span.textContent = text;
      bar.value = percent;
    },
    remove: () => toast?.remove(),
  };
}

function put(text) {
  const box = document.getElementById('toasts');
  if (!box) return null;
  for (const old of document.querySelectorAll('.toasts .toast')) old.remove();
  const toast = document.createElement('div');
  toast.className = 'toast';
  const span = document.createElement('span');
  span.textContent = text;
  toast.append(span);
  box.append(toast);
  return toast;
}

function button(text, action) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', action);
  return button;
}

function expire(toast) {
  let timer = setTimeout(() => toast.remove(), Number(toast.dataset.shown) * 1000 || SHOWN);
  const stay = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), SHOWN / 2); };
  for (const event of ['pointerenter', 'focusin']) toast.addEventListener(event, stay);
  for (const event of ['pointerleave', 'focusout']) toast.addEventListener(event, go);
}

for (const told of document.querySelectorAll('.told .toast')) expire(told);
