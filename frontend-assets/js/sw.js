/*
 * The service worker. Two things only: where a page cannot be had because there is no network, a page that says so;
 * and a notice for each push, unless somebody is looking at the mail in this browser anyway. No mail is kept here:
 * signing out clears all of it (Clear-Site-Data), worker and subscription included.
 */
const CACHE = 'bocau-offline-1';
const OFFLINE = '/offline';

async function keepOfflinePage() {
  const cache = await caches.open(CACHE);
  const response = await fetch(OFFLINE, { credentials: 'same-origin', cache: 'no-store' });
  if (!response.ok) return;
  const html = await response.clone().text();
  const assets = [...html.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map((match) => match[1]);
  await cache.put(OFFLINE, response);
  await Promise.allSettled([...new Set(assets)].map((asset) => cache.add(asset)));
}

self.addEventListener('install', (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || request.mode !== 'navigate') {
    // What the offline page looks like: its own style sheet and no other answer of ours
    if (request.method === 'GET' && new URL(request.url).pathname.startsWith('/assets/')) {
      event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
    }
    return;
  }
  event.respondWith(fetch(request).catch(async () => (await caches.match(OFFLINE)) ?? Response.error()));
});

async function tell(notice) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some((one) => one.visibilityState === 'visible')) return;
  await self.registration.showNotification(notice.title, {
    body: notice.body,
    tag: notice.tag,
    icon: '/assets/icons/icon-192.png',
    badge: '/assets/icons/badge-96.png',
    data: { path: notice.path },
  });
}

self.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(tell(event.data.json()));
});

async function show(path) {
  const windows = await self.clients.matchAll({ type: 'window' });
  const open = windows[0];
  if (!open) return self.clients.openWindow(path);
  await open.focus();
  return open.navigate(path);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const path = event.notification.data?.path ?? '/mail/inbox';
  event.waitUntil(show(path));
});
