/* To whom a letter is passed on: chips as in the composer. */
import { chips } from './compose/recipients.js';

const form = document.getElementById('redirect');
const input = document.getElementById('to');
const { remove, invalid, edit } = input.dataset;
const to = chips(input, { remove, invalid, edit }, () => {});
form.addEventListener('submit', () => to.commit());
form.dataset.ready = 'true';
