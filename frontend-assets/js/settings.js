/* Niceties of the settings: everything here works without it, a little less smoothly. */

// A link from the search to one setting opens what hides it and puts the focus there
const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (target) {
  target.closest('details')?.setAttribute('open', '');
  target.focus({ preventScroll: false });
}
