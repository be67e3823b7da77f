/*
 * What htmx needs to live under our Content-Security-Policy: a Trusted Types policy that only htmx holds (the answers
 * it swaps in are our own server's, same-origin by its configuration; it may create no script), and the CSRF token
 * on every request that is not a form's.
 */
import '../vendor/htmx-4.0.1.esm.min.js';
import { ask, token } from './session.js';

const passthrough = {
  createHTML: (html) => html,
  createScript: (text) => {
    if (text.trim() === '') return text;
    throw new TypeError('no inline script');
  },
};
const policy = globalThis.trustedTypes?.createPolicy('bocau', passthrough) ?? passthrough;

htmx.registerExtension('bocau', {
  init(api) {
    const refuse = function () {
      return { call() { throw new TypeError('no evaluation'); } };
    };
    api.initSecurity(policy, refuse, refuse);
  },
  htmx_config_request(_element, detail) {
    detail.ctx.fetch = ask;
    if (detail.ctx.request.method !== 'GET') Object.assign(detail.ctx.request.headers, token());
  },
});
