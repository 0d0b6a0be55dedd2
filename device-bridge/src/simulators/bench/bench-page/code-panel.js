// The phones beside the scanner: each shows a fresh payer code.
import { read } from './api.js';
import { button, element, typedLine } from './dom.js';
import { handle } from './hands.js';
import { labelOf, text } from './words.js';

export function codePanel({ role }) {
  const list = element('div', { className: 'row large' });
  const words = (name) => () => `${text('page', 'show')} ${typeof name === 'string' ? name : labelOf(name)}`;
  const sourceKey = ({ label }, index) =>
    button(labelOf(label), () => handle(role, words(label), 'show-fresh-payer-code', { index }), {
      className: 'key main',
    });
  const showTyped = (code) => handle(role, words(code), 'show-payer-code', { code });

  void read('payer-codes').then((sources) => list.replaceChildren(...sources.map(sourceKey)));
  return {
    nodes: [
      list,
      typedLine({ label: text('page', 'other-code'), key: text('page', 'show'), maxLength: 200, onTyped: showTyped }),
    ],
    show: () => undefined,
  };
}
