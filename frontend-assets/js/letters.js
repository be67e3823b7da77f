/* What pages with letters do for writing: what is selected is what an answer quotes, and z takes back what was just sent. */

const typing = 'input:not([type="checkbox"]), textarea, select, [contenteditable], dialog';

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-key-reply], a[data-key-all]');
  const selection = getSelection();
  if (!link || !selection || selection.isCollapsed) return;
  const letter = selection.anchorNode?.parentElement?.closest('.message-text');
  const query = new URL(link.href).searchParams;
  const key = query.get('reply') ?? query.get('replyAll');
  if (!letter || !key || !letter.contains(selection.focusNode)) return;
  try { sessionStorage.setItem('quote', JSON.stringify({ key, text: selection.toString() })); } catch { /* then all of it is quoted */ }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'z' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(typing)) return;
  const form = document.querySelector('.toast[data-sent] form');
  if (!form) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  form.requestSubmit();
}, { capture: true });
