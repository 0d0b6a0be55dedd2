// The running log: what hands did, and what the devices showed since.
import { element } from './dom.js';
import { currentLanguage, factWords, text } from './words.js';

const REMEMBERED = 200;

const entries = [];
const list = element('ol', {});
const place = element('div', { id: 'log', tabIndex: 0 }, list);
place.setAttribute('role', 'log');
let seen;

/** @param words says it in the language of the moment */
export function note(role, words, kind = 'hand') {
  entries.unshift({ role, words, kind, at: new Date() });
  if (entries.length > REMEMBERED) entries.pop();
  if (entries.length === 1) list.replaceChildren();
  list.prepend(line(entries[0]));
  while (list.children.length > REMEMBERED) list.lastElementChild.remove();
}

/** Notes what a device shows that it did not show before. */
export function noteChanges(sights) {
  const before = seen;
  seen = new Map(Object.entries(sights).map(([role, { facts }]) => [role, new Set(facts.map(factKey))]));
  if (!before) return;
  for (const [role, { facts }] of Object.entries(sights)) {
    for (const fact of facts) {
      if (!before.get(role)?.has(factKey(fact))) note(role, () => factWords(fact), fact.bad ? 'bad' : 'fact');
    }
  }
}

export function logCard() {
  const title = element('h2', { id: 'log-title', textContent: text('page', 'log') });
  place.setAttribute('aria-labelledby', title.id);
  const empty = element('li', { textContent: text('page', 'log-empty') });
  list.replaceChildren(...(entries.length === 0 ? [empty] : entries.map(line)));
  return element('section', { className: 'log' }, title, place);
}

function factKey(fact) {
  return JSON.stringify(fact);
}

function line({ role, words, kind, at }) {
  const time = element('time', { textContent: at.toLocaleTimeString(currentLanguage(), { hourCycle: 'h23' }) });
  return element('li', { className: kind }, time, element('b', { textContent: text('roles', role) }), words());
}
