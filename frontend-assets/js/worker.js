/* The service worker: shows a page of ours where there is no network, and tells of new mail. See sw.js. */
const WORKER = '/sw.js';

// Under Trusted Types the address of a worker must be vouched for: this one and no other
function vouched() {
  const policy = globalThis.trustedTypes?.createPolicy('bocau-worker', {
    createScriptURL(url) {
      if (url !== WORKER) throw new TypeError('not our worker');
      return url;
    },
  });
  return policy ? policy.createScriptURL(WORKER) : WORKER;
}

let address = null; // made once: a policy of this name can be made once

/** Installs the worker and gives its registration; null where browsers have none, as without TLS. */
export async function worker() {
  if (!navigator.serviceWorker) return null;
  try {
    address ??= vouched();
    return await navigator.serviceWorker.register(address, { scope: '/' });
  } catch {
    return null; // private windows of some browsers
  }
}

/** Not before the page is there and at rest. */
export function workerLater() {
  addEventListener('load', () => setTimeout(worker, 4000));
}
