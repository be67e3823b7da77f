/* What this browser keeps of a message that the server has not got yet. */
const KEPT = 7 * 86_400_000;

export const copies = { // full or forbidden: the server has the draft
  get(key) {
    try {
      const copy = JSON.parse(localStorage.getItem(key));
      return copy && Date.now() - copy.at < KEPT ? copy : null;
    } catch { return null; }
  },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...value })); } catch { /* as said */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* as said */ } },
};

/** Under which a copy of a message is kept: by what it answers, else by its draft. */
export function keyOfCopy(form) {
  const [source, draft] = ['source', 'draft'].map((name) => form.querySelector(`[name="${name}"]`).value);
  return `compose:${form.dataset.account}:${source || draft || 'new'}`;
}
