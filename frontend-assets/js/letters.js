/* What pages with letters do for writing: messages open in windows and answers in place, what is selected is what they quote, z takes back what was just sent. */
import { heldKeys, holdKeys } from './actions.js';
import { token } from './session.js';

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable], dialog';

/**
 * What is selected in a letter. Of HTML only where the page may look into its frame: those in a conversation, whose
 * origin is ours (decision 74). A letter that stands alone has no origin, and no script that could tell us.
 */
function selected(letter) {
  const inside = letter.querySelector('.message-frame.fitted')?.contentDocument?.getSelection();
  if (inside && !inside.isCollapsed) return inside.toString();
  const here = getSelection();
  const text = letter.querySelector('.message-text');
  return here && !here.isCollapsed && text?.contains(here.anchorNode) && text.contains(here.focusNode) ? here.toString() : '';
}

function quote(link, letter) {
  const query = new URL(link.href).searchParams;
  const key = query.get('reply') ?? query.get('replyAll');
  const text = key && selected(letter);
  if (!text) return;
  try { sessionStorage.setItem('quote', JSON.stringify({ key, text })); } catch { /* then all of it is quoted */ }
}

/** On a phone an answer has a page of its own: there is room for one thing. */
const roomy = () => matchMedia('(width >= 60rem)').matches;

/** Whether a message gets a window: that is wished, there is room, and this is not the page for writing. */
const windowed = () => roomy() && document.body.dataset.compose === 'window' && !document.querySelector('.compose-main');

/** It stands in a window already. */
const docked = (address) => document.querySelector(`.window[data-draft="${CSS.escape(new URL(address, location.href).searchParams.get('draft') ?? '-')}"]`);

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href="/compose"], a[href^="/compose?"]');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.closest('form.compose')) return;
  const letter = link.closest('.letter');
  if (letter) quote(link, letter);
  const address = link.getAttribute('href');
  const below = letter && roomy() && !docked(address) && document.getElementById('reading')?.dataset.mailbox !== 'drafts';
  if (!below && !windowed()) return;
  event.preventDefault();
  holdKeys();
  const opened = below ? import('./answer.js').then((module) => module.answer(address, letter)) : import('./windows.js').then((module) => module.open(address));
  opened.catch((error) => {
    console.error(error);
    heldKeys();
    location.assign(link.href);
  });
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'z' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
  const button = document.querySelector('.toast[data-sent] button');
  if (!button) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  button.click();
}, { capture: true });

/** Who lets all senders know does so by looking at the letter; where that fails, they are asked. */
async function letKnow() {
  for (const form of document.querySelectorAll('form[data-unasked]')) {
    form.removeAttribute('data-unasked');
    form.hidden = true;
    const answer = new URLSearchParams({ answer: 'send', unasked: 'true' });
    const told = await fetch(form.action, { method: 'POST', body: answer, headers: token(), redirect: 'manual' }).catch(() => null);
    form.hidden = told?.status === 204; // a redirect leads whoever is signed out to the sign-in page
  }
}
document.addEventListener('htmx:after:settle', letKnow);
letKnow();

/** What was being written in windows goes on. */
function goOn() {
  try {
    if (sessionStorage.getItem('windows') && !document.querySelector('.compose-main')) import('./windows.js');
  } catch { /* forbidden: there are none */ }
}
goOn();
