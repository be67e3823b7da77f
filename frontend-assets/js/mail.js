/* The webmail's pages. Links and forms do the work; this makes it quick: panes, selection, triage, keys, live mail. */
import './shell.js';
import { act, undoLast, whole } from './actions.js';
import { drag } from './drag.js';
import './letters.js';
import { listen } from './live.js';
import { part } from './part.js';
import { forgetAhead, lookAhead } from './ahead.js';
import { divider } from './divider.js';
import { keepCursor, keys, palette, restoreCursor } from './keys.js';
import { opened, grown } from './conversation.js';
import { selection } from './selection.js';
import { swipes } from './swipe.js';
import './viewer.js';

document.documentElement.classList.add('scripted');
document.cookie = `zone=${Intl.DateTimeFormat().resolvedOptions().timeZone}; path=/; max-age=31536000; samesite=lax`;

const body = document.body;

/** The list row of the message that is open, marked as such and as read. */
function markOpen() {
  const reading = document.getElementById('reading');
  const { key, thread } = reading?.dataset ?? {};
  for (const row of document.querySelectorAll('.row')) {
    const open = row.dataset.key === key || Boolean(thread && row.dataset.thread === thread);
    row.classList.toggle('open', open);
    const link = row.querySelector('.row-link');
    if (open) {
      link.setAttribute('aria-current', 'true');
      row.classList.remove('unread');
      row.querySelector('.row-link > .visually-hidden')?.remove();
    } else link.removeAttribute('aria-current');
  }
  const subject = reading?.querySelector('.message-subject');
  if (subject) document.title = `${subject.textContent} · ${document.title.split(' · ').pop()}`;
}

document.addEventListener('htmx:after:swap', () => {
  const reading = document.getElementById('reading');
  follow();
  if (!reading) return;
  const showing = location.pathname.match(/^\/mail\/[^/]+\/\d+$/) ? 'message' : 'list';
  if (['list', 'message'].includes(body.dataset.pane)) body.dataset.pane = showing;
  markOpen();
  grown();
});
document.addEventListener('htmx:finally:swap', () => { selection.restore(); restoreCursor(); });
document.addEventListener('htmx:before:swap', (event) => {
  const target = event.detail?.ctx?.target;
  selection.keep();
  keepCursor();
  if ((typeof target === 'string' ? target.split('#')[1] : target?.id) === 'list') forgetAhead();
});

/** What the list is fetched by once more reaches to the last row there is now. */
function follow() {
  const list = document.getElementById('list');
  const last = [...document.querySelectorAll('.row[data-at]')].at(-1);
  if (list?.dataset.page.includes('until=') && last) list.dataset.page = list.dataset.page.replace(/until=[^&]*/, `until=${last.dataset.at}`);
}

// A message that was put in place gets the focus, so that readers of the screen begin there
document.addEventListener('htmx:after:settle', (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  const id = typeof target === 'string' ? target.replace('#', '') : target?.id;
  if (id?.startsWith('letter-')) opened(false);
  if (id !== 'reading') return;
  const reading = document.getElementById('reading');
  reading.scrollTop = 0;
  opened();
  lookAhead();
  if (body.dataset.pane === 'message' && (matchMedia('(width < 60rem)').matches || body.dataset.layout === 'none')) reading.focus();
  fetchFolders(true);
});

export function fetchFolders(afresh = false) {
  return part(`/mail/folders?current=${encodeURIComponent(body.dataset.mailbox)}`, 'div#folder-list', 'outerMorph', afresh);
}

// Forms of actions go by script; what has no answer in JSON stays a form
document.addEventListener('submit', async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches('[data-act]') || !button || button.dataset.plain !== undefined) return;
  event.preventDefault();
  button.closest('details')?.removeAttribute('open');
  if (button.dataset.whole === undefined) await act(form, button);
  else await whole(button);
});

// On a phone a message goes back to the list it came from, as it was
document.addEventListener('click', (event) => {
  if (event.target.closest('.reading-bar .back') && history.state && document.querySelector('.row.open')) {
    event.preventDefault();
    body.dataset.pane = 'list';
    history.pushState(null, '', document.querySelector('.reading .back').href);
    document.querySelector('.row.open .row-link')?.focus();
  }
  const search = event.target.closest('[data-focus-search]');
  if (search && document.getElementById('q')?.checkVisibility()) {
    event.preventDefault();
    document.getElementById('q').focus();
  }
});

// The print page has no script of ours in it; where the browser lets us, we ask for the dialog from here
document.addEventListener('toggle', (event) => {
  const menu = event.target;
  if (menu.matches?.('details.menu[open]')) menu.querySelector('.menu-item')?.focus({ preventScroll: true });
}, true);

markOpen();
opened();
divider();
selection.start();
keys({ undoLast });
if (document.getElementById('list')) {
  if (matchMedia('(pointer: coarse)').matches) swipes();
  if (matchMedia('(any-pointer: fine)').matches) drag();
}
document.addEventListener('click', (event) => { if (event.target.closest('[data-palette]')) palette(); });
if (document.getElementById('list')) listen(fetchFolders);
else listen(fetchFolders, false);
if (document.getElementById('compose')) import('./compose.js');
document.getElementById('q')?.addEventListener('focus', () => import('./search.js'), { once: true });
