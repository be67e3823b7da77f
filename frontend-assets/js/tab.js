/* Messages in windows belong to one tab. One that is duplicated has a copy of what the first remembers: the first keeps them, the other begins without. */
const TAB = 'tab';
const WINDOWS = 'windows';
const ANSWER_MILLIS = 3000;

let claimed = null;
let release = () => {};

/** Settles when what is remembered of windows is this tab's own; at once where nothing can be remembered. */
export function claim() {
  claimed ??= settle().catch((error) => { console.error(error); });
  return claimed;
}

async function settle() {
  if (!navigator.locks) return;
  let tab;
  try { tab = sessionStorage.getItem(TAB); } catch { return; }
  if (tab && await hold(tab)) return;
  if (tab) sessionStorage.removeItem(WINDOWS);
  tab = Math.random().toString(36).slice(2);
  sessionStorage.setItem(TAB, tab);
  await hold(tab);
}

/**
 * False when another page has this name. A page that has just been left lets go of it, so one waits until the name is free,
 * or somebody says that it is not; who says neither for so long has it still.
 */
function hold(tab) {
  return new Promise((told) => {
    const waiting = new AbortController();
    const channel = new BroadcastChannel(WINDOWS);
    const refused = () => {
      waiting.abort();
      channel.close();
      told(false);
    };
    const timer = setTimeout(refused, ANSWER_MILLIS);
    channel.onmessage = ({ data }) => {
      if (data.taken !== tab) return;
      clearTimeout(timer);
      refused();
    };
    const held = () => new Promise((end) => {
      clearTimeout(timer);
      channel.onmessage = ({ data }) => { if (data.wanted === tab) channel.postMessage({ taken: tab }); };
      channel.postMessage({ taken: tab });
      release = () => { channel.close(); end(); };
      told(true);
    });
    navigator.locks.request(`tab:${tab}`, { signal: waiting.signal }, held).catch(refused);
    channel.postMessage({ wanted: tab });
  });
}

addEventListener('pagehide', () => {
  release();
  claimed = null;
});
