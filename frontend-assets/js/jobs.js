/* Long jobs: how far they are, a button that stops them. They go on without us. */
import { post } from './post.js';
import { working } from './toasts.js';

const EVERY = 700;

/** Shows a job's progress until it has ended, then says how by `ended`. */
export async function watch(id, ended) {
  const notice = working(() => post(`/mail/jobs/${id}/cancel`, new URLSearchParams()).catch(() => {}));
  for (;;) {
    let progress;
    try {
      const response = await fetch(`/mail/jobs/${id}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      if (response.status >= 400 && response.status < 500) break;
      if (response.ok) progress = await response.json();
    } catch { /* offline: it goes on there, and we ask again */ }
    if (progress && !progress.open) {
      notice.remove();
      ended(progress);
      return;
    }
    if (progress) notice.show(progress.text, progress.percent);
    await new Promise((next) => setTimeout(next, EVERY));
  }
  notice.remove();
}
