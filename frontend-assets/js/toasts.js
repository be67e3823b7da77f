import { words } from './words.js';

const SHOWN = 10_000;

/** A short notice, with a button when `undo` is given. Goes by itself unless the pointer or the focus is on it. */
export function toast(text, undo) {
  const box = document.getElementById('toasts');
  if (!box) return;
  for (const old of document.querySelectorAll('.toasts .toast')) old.remove();
  const toast = document.createElement('div');
  toast.className = 'toast';
  const span = document.createElement('span');
  span.textContent = text;
  toast.append(span);
  if (undo) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = words.undo;
    button.addEventListener('click', () => { toast.remove(); undo(); });
    toast.append(button);
  }
  box.append(toast);
  expire(toast);
}

function expire(toast) {
  let timer = setTimeout(() => toast.remove(), Number(toast.dataset.shown) * 1000 || SHOWN);
  const stay = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), SHOWN / 2); };
  for (const event of ['pointerenter', 'focusin']) toast.addEventListener(event, stay);
  for (const event of ['pointerleave', 'focusout']) toast.addEventListener(event, go);
}

for (const told of document.querySelectorAll('.told .toast')) expire(told);
