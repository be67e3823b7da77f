/**
 * Puts one part of a page of ours in place; the server answers with that part alone when it is named. Each part is
 * fetched by one request at a time, and of those that wait the last counts. After a change of our own, `afresh` gives
 * up the one that runs: it may have been answered before the change, and would bring back what has just gone.
 */
export function part(path, target, swap, afresh = false) {
  const place = document.getElementById(target.split('#')[1]);
  if (!place) return Promise.resolve();
  place.dataset.hxSync = afresh ? 'replace' : 'queue last';
  return htmx.ajax('GET', path, { source: place, target: place, swap, headers: { 'HX-Target': target } });
}
