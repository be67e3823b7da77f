/* The page of notifications: asks the browser, subscribes it, and tells the server where it is to be told. */
import { worker } from './worker.js';
import { notify } from './shell.js';

const panel = document.getElementById('push');
const button = panel?.querySelector('button[data-turn]');
const state = panel?.querySelector('[role=status]');
const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

const octets = (text) => {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
};

async function post(path, fields) {
  const response = await fetch(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { [meta('_csrf_header')]: meta('_csrf') },
    credentials: 'same-origin',
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
}

function show(on) {
  button.hidden = false;
  button.dataset.turn = on ? 'off' : 'on';
  button.textContent = on ? panel.dataset.turnOff : panel.dataset.turnOn;
  button.classList.toggle('primary', !on);
  state.textContent = on ? panel.dataset.isOn : panel.dataset.isOff;
}

async function turnOn(registration) {
  if ((await Notification.requestPermission()) !== 'granted') {
    state.textContent = panel.dataset.blocked;
    return;
  }
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: octets(panel.dataset.key) });
  const { endpoint, keys } = subscription.toJSON();
  await post('/settings/notifications', { endpoint, p256dh: keys.p256dh, auth: keys.auth });
  location.reload();
}

async function turnOff(subscription) {
  await post('/settings/notifications/remove-this', { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  location.reload();
}

async function begin() {
  const registration = 'PushManager' in globalThis && 'Notification' in globalThis ? await worker() : null;
  if (!registration) {
    state.textContent = panel.dataset.unable;
    return;
  }
  await navigator.serviceWorker.ready;
  show(Boolean(await registration.pushManager.getSubscription()));
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      const subscription = await registration.pushManager.getSubscription();
      if (button.dataset.turn === 'off' && subscription) await turnOff(subscription);
      else await turnOn(registration);
    } catch {
      notify(panel.dataset.failed);
    } finally {
      button.disabled = false;
    }
  });
}

// While a page is open: the browser is asked as soon as somebody wants it, for only then may it be
const open = document.getElementById('while-open');
open?.elements.open.addEventListener('change', async (event) => {
  if (!event.target.checked || !('Notification' in globalThis)) return;
  const answer = await Notification.requestPermission();
  open.querySelector('[role=status]').textContent = answer === 'granted' ? '' : open.dataset.blocked;
});

if (panel) begin();
