// What a person does: it is done, and written into the log with what came of it.
import { act } from './api.js';
import { note } from './log.js';
import { text } from './words.js';

const TOLD = new Set(['left-in-hand', 'none', 'false']);

/** @param words what was done, in the language of the moment */
export async function handle(role, words, action, body = {}) {
  const { result, refused } = await act(action, body);
  const answer = String(result);
  if (refused !== undefined) note(role, () => `${words()} · ${text('page', 'refused', { reason: refused })}`, 'bad');
  else if (TOLD.has(answer)) note(role, () => `${words()} · ${text('answers', answer)}`, 'bad');
  else note(role, words);
}
