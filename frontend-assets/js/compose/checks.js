/* What people are glad to be asked before it is too late. */

const MANY = 25;

/** True when the text speaks of an attachment. @param list words separated by commas, in the languages met here */
export function forgotten(text, list) {
  const own = text.toLowerCase().normalize('NFC');
  return list.split(',').map((word) => word.trim().normalize('NFC')).filter(Boolean).some((word) => {
    const at = own.indexOf(word);
    return at >= 0 && !/[\p{L}]/u.test(own[at - 1] ?? ' ');
  });
}

/** True when many people would see each other's addresses. */
export const crowded = (people) => people.to.people.length + people.cc.people.length > MANY;

/** Asks in a dialog; true when it is confirmed. */
export function reallySend(dialog, lines) {
  const box = dialog.querySelector('[data-lines]');
  if (lines.length) {
    box.replaceChildren(...lines.map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    }));
  }
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => { dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }); });
}
