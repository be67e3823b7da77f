/* Looks ahead: the next conversation is fetched while the present one is read. It stays unread until it is opened. */
const REST_MILLIS = 600;
const FRESH_MILLIS = 60_000;
let next = null;
let timer;

/** Fetches what stands below the open row, unless the reader pays for every octet. */
export function lookAhead() {
  forgetAhead();
  if (navigator.connection?.saveData) return;
  timer = setTimeout(async () => {
    let below = document.querySelector('.row.open')?.nextElementSibling;
    if (below && !below.matches('.row')) below = below.nextElementSibling; // the head of a day
    const path = below?.querySelector('.row-link[data-hx-get]')?.getAttribute('href');
    if (!path) return;
    const headers = { 'HX-Request': 'true', 'HX-Target': 'section#reading', Accept: 'text/html', Purpose: 'prefetch' };
    const answer = await fetch(path, { headers, priority: 'low' }).catch(() => null);
    next = answer?.ok ? { path, answer, at: Date.now() } : null;
  }, REST_MILLIS);
}

/** What was fetched may no longer be so. */
export function forgetAhead() {
  clearTimeout(timer);
  next = null;
}

document.addEventListener('htmx:before:request', (event) => {
  const { ctx } = event.detail;
  if (!next || ctx.request.action !== next.path || ctx.target?.id !== 'reading') return;
  const { answer, at } = next;
  next = null;
  if (Date.now() - at < FRESH_MILLIS) ctx.fetch = () => Promise.resolve(answer);
});
