/* A notice of the browser for mail that comes while a page is open and not looked at; not where push tells of it anyway. */
const TAG = 'open-page'; // one for all tabs: each replaces the one before

/** Shows it, if it may. */
export async function tell(text) {
  if (globalThis.Notification?.permission !== 'granted') return;
  const registration = await navigator.serviceWorker?.getRegistration();
  if (await registration?.pushManager?.getSubscription()) return;
  const title = document.querySelector('.brand span')?.textContent ?? '';
  const notice = { body: text, tag: TAG, icon: '/assets/icons/icon-192.png', data: { path: '/mail/inbox' } };
  if (registration?.active) await registration.showNotification(title, notice); // telephones know no other way
  else new Notification(title, notice).addEventListener('click', () => { window.focus(); location.assign('/mail/inbox'); });
}
