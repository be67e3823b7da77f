import { ask, token } from './session.js';

export { token };

/** Posts form data and returns the JSON answer; throws with the status on anything else. */
export async function post(path, data) {
  const response = await ask(path, { method: 'POST', body: data, headers: { Accept: 'application/json', ...token() }, credentials: 'same-origin' });
  if (!response.ok) {
    const error = new Error(`status ${response.status}`);
    error.status = response.status;
    error.response = response;
    throw error;
  }
  return response.status === 204 ? null : response.json();
}
