/* What this browser keeps of a message that the server has not got yet. */
import { docked } from '../docked.js';

const KEPT = 7 * 86_400_000;

export const copies = {
  get(key) {
    try {
      const copy = JSON.parse(localStorage.getItem(key));
      if (Date.now() - copy?.at < KEPT) return copy;
      localStorage.removeItem(key);
    } catch { /* forbidden: there is none */ }
    return null;
  },
  /** False when there is no room for it, or it is forbidden. */
  set(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...value }));
      return true;
    } catch { return false; }
  },
  drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden: there is none */ } },
};

const value = (form, name) => form.querySelector(`[name="${name}"]`).value;
const ofAccount = (form) => `compose:${form.dataset.account}:`;

/** Under which a copy of a message is kept: by what it answers, else by its draft. */
export const keyOfCopy = (form) => ofAccount(form) + (value(form, 'source') || value(form, 'draft') || 'new');

/** The same for a window: the windows of all tabs may have copies at a time. */
export const keyOfWindow = (form) => `${keyOfCopy(form)}:${Math.random().toString(36).slice(2)}`;

/** While somebody writes under this key no other tab offers what is kept there. */
export function hold(key, signal) {
  const ended = new Promise((done) => { signal.addEventListener('abort', done); });
  navigator.locks?.request(key, { mode: 'shared' }, () => ended).catch(() => {});
}

/** Keys and copies of this message that nobody is writing any more: their tab was closed. The last one comes first. */
export async function leftAlone(form) {
  const [key, draft] = [keyOfCopy(form), value(form, 'draft')];
  try {
    const held = (await navigator.locks?.query())?.held ?? [];
    const open = new Set([...held.map((lock) => lock.name), ...docked().map((one) => one.copyKey)]);
    return Object.keys(localStorage).filter((other) => other.startsWith(ofAccount(form)) && !open.has(other))
      .map((other) => [other, copies.get(other)])
      .filter(([other, copy]) => copy && (other === key || other.replace(/:[^:]*$/, '') === key || (draft && copy.draft === draft)))
      .sort(([, one], [, other]) => other.at - one.at);
  } catch { return []; }
}

const plain = (copy) => (copy.html ? copy.html.replace(/<[^>]*>|&nbsp;|\s/g, '') : (copy.body ?? '').replace(/\s/g, ''));

/** Whether two copies say the same, however they are formatted. */
export const same = (one, other) => ['to', 'cc', 'bcc', 'subject'].every((name) => (one[name] ?? '') === (other[name] ?? '')) && plain(one) === plain(other);
