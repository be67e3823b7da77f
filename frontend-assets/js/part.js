/** Puts one part of a page of ours in place; the server answers with that part alone when it is named. */
export function part(path, target, swap) {
  return htmx.ajax('GET', path, { target: `#${target.split('#')[1]}`, swap, headers: { 'HX-Target': target } });
}
