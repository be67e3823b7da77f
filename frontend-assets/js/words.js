/** Texts of the interface, given by the page in its own language: words.undo and so on. */
export const words = document.getElementById('words')?.dataset ?? {};

/** Puts values into {0}, {1}. */
export const filled = (text, ...values) => (text ?? '').replace(/\{(\d)\}/g, (_, n) => values[n] ?? '');
