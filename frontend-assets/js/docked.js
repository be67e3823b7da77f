/* Which messages are being written in windows, in this tab: that outlives the page. */
const PLACE = 'windows';
const MOST_WINDOWS = 3;

export function docked() {
  try { return JSON.parse(sessionStorage.getItem(PLACE)) ?? []; } catch { return []; }
}

export function dock(all) {
  try {
    if (all.length) sessionStorage.setItem(PLACE, JSON.stringify(all));
    else sessionStorage.removeItem(PLACE);
  } catch { /* forbidden: they last as long as the page, and are drafts */ }
}

/** The number of a window that is not there yet; 0 when there are as many as there can be. */
export function freeWindow(all) {
  for (let n = 1; n <= MOST_WINDOWS; n++) if (!all.some((one) => one.n === n)) return n;
  return 0;
}
