// The keys of a device, as its description names them.
import { button, element, tick } from './dom.js';
import { handle } from './hands.js';
import { text } from './words.js';

export function deviceKeys({ role, keys }) {
  const ticks = new Map(
    [...new Set(keys.flatMap(({ options = [] }) => options))].map((option) => [option, tick(text('options', option))]),
  );
  const drawn = keys.map((key) => ({ key, node: keyNode(role, key, ticks) }));
  const row = (look) => drawn.filter(({ key }) => (key.look ?? 'plain') === look).map(({ node }) => node);
  const rows = [
    element('div', { className: 'notes' }, ...row('note')),
    element('div', { className: 'row large' }, ...row('main')),
    element('div', { className: 'row' }, ...[...ticks.values()].map(({ node }) => node)),
    element('div', { className: 'row' }, ...row('plain')),
  ];
  return {
    nodes: rows.filter(({ children }) => children.length > 0),
    seldom: row('seldom'),
    show: (state) => showPossible(drawn, state),
  };
}

function keyNode(role, { word, action, body = {}, look = 'plain', options = [] }, ticks) {
  const words = () => text('keys', word, body);
  const ticked = () => Object.fromEntries(options.map((option) => [option, ticks.get(option).box.checked]));
  const press = () => handle(role, words, action, { ...body, ...ticked() });
  return button(words(), press, { className: `key ${look}`, data: { action, ...body } });
}

/** A key that takes the place of one that had the focus takes the focus too. */
function showPossible(drawn, state) {
  const appeared = [];
  let focusLost = false;
  for (const { key, node } of drawn) {
    const possible = Object.entries(key.while ?? {}).every(([name, values]) => values.includes(state[name]));
    if (possible && node.hidden) appeared.push(node);
    if (!possible && node === document.activeElement) focusLost = true;
    node.hidden = !possible;
  }
  if (focusLost) appeared[0]?.focus();
}
