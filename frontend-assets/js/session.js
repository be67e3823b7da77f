/* The session behind the page. When it has ended, a dialog begins it anew: the page stays, and what is typed in it. */
const meta = (name) => document.querySelector(`meta[name="${name}"]`);
const LONG = 10 * 60_000;
let signingIn = null;

/** Headers every changing request of ours needs. */
export const token = () => ({ [meta('_csrf_header')?.content ?? 'X-CSRF-TOKEN']: meta('_csrf')?.content ?? '' });

/** Asks our server; who has been signed out meanwhile is asked to sign in, and what was asked for is asked again. */
export async function ask(path, options = {}) {
  const answer = await fetch(path, options);
  if (answer.status !== 401 || !(await signInAgain())) return answer;
  const { ...headers } = options.headers;
  for (const [name, value] of Object.entries(token())) if (name in headers) headers[name] = value;
  return fetch(path, { ...options, headers });
}

/** True once somebody has signed in again, false when they would not. */
export function signInAgain() {
  const dialog = document.getElementById('sign-in-again');
  if (!dialog) return Promise.resolve(false);
  signingIn ??= new Promise((done) => {
    const form = dialog.querySelector('form');
    const problem = form.querySelector('[role="alert"]');
    form.onsubmit = async (event) => {
      if (event.submitter?.value === 'no') return;
      event.preventDefault();
      problem.hidden = true;
      if (await signIn(form.elements.username.value, form.elements.password.value).catch(() => false)) dialog.close('in');
      else { problem.hidden = false; form.elements.password.select(); }
    };
    dialog.onclose = () => {
      form.reset();
      done(dialog.returnValue === 'in');
    };
    dialog.returnValue = '';
    dialog.showModal();
  }).finally(() => { signingIn = null; });
  return signingIn;
}

async function signIn(username, password) {
  const page = await (await fetch('/sign-in')).text(); // a session to sign in with has its own token
  const _csrf = page.match(/name="_csrf" content="([^"]+)"/)?.[1] ?? '';
  await fetch('/sign-in', { method: 'POST', redirect: 'manual', body: new URLSearchParams({ username, password, _csrf }) });
  return renew();
}

/** The token of the session as it is now, for all that this page may send; false when nobody is signed in. */
async function renew() {
  const answer = await fetch('/session', { headers: { Accept: 'application/json' } });
  if (!answer.ok) return false;
  const now = await answer.json();
  meta('_csrf').content = now.token;
  for (const input of document.querySelectorAll('input[name="_csrf"]')) input.value = now.token;
  return true;
}

// A form on a page that has been open for long is sent when there is a session to take it
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post' || performance.now() < LONG || form.dataset.alive) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  const alive = await ask('/session', { headers: { Accept: 'application/json' } }).then((answer) => answer.ok, () => true);
  if (!alive) return;
  form.dataset.alive = 'true';
  form.requestSubmit(submitter);
  delete form.dataset.alive;
});
