/* Niceties of every page with a header. Everything here also works without it, a little less smoothly. */
import './session.js';
import './htmx-bocau.js';
import { workerLater } from './worker.js';

// A details menu closes when the focus or a click goes elsewhere, and on Escape
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(except)) menu.open = false;
};
document.addEventListener('click', (event) => closeMenus(event.target));
document.addEventListener('focusin', (event) => closeMenus(event.target));
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.activeElement?.closest('details.menu[open]');
  if (!menu) return;
  event.preventDefault(); // that is all this Escape was for
  menu.open = false;
  menu.querySelector('summary').focus();
});

// <button data-dialog="id"> opens that <dialog>; without script the button's form goes to a page of its own
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]');
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});

// <button data-copy="text"> copies; it is hidden where nothing can be copied
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    notify(button.dataset.copied);
  });
}

// A form is sent once: the second click of a double click does nothing
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  if (event.defaultPrevented || form.method !== 'post' || 'again' in form.dataset) return; // a download leaves the page as it is
  form.dataset.sent = 'true';
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});

/** Shows a short text in the polite live region; it goes after ten seconds unless the pointer rests on it. */
export function notify(text) {
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.textContent = text;
  document.getElementById('toasts')?.append(toast);
  expire(toast);
}

function expire(toast) {
  let timer = setTimeout(() => toast.remove(), 10_000);
  toast.addEventListener('pointerenter', () => clearTimeout(timer));
  toast.addEventListener('pointerleave', () => { timer = setTimeout(() => toast.remove(), 5_000); });
}

for (const toast of document.querySelectorAll('#toasts > .toast')) expire(toast);

// Moments in the reader's own zone; without script they are in the server's
const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
for (const time of document.querySelectorAll('time[data-local]')) {
  const at = new Date(time.dateTime);
  if (Number.isNaN(at.getTime())) continue;
  time.textContent = moment.format(at);
  time.title = time.dateTime;
}

// On a phone the sidebar is a row that scrolls: the section one is in should be seen
document.querySelector('.sidebar [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// After a refused form the first field in error has the focus; without script its summary link does the same
document.querySelector('[aria-invalid="true"]')?.focus();

// A page of ours where there is no network, on the devices of those who are signed in
if (document.getElementById('account-menu')) workerLater();

// What is being written in windows stays with this tab when it is duplicated, on pages without windows, too
try { if (sessionStorage.getItem('windows')) import('./tab.js').then((tab) => tab.claim()); } catch { /* forbidden: there are none */ }
