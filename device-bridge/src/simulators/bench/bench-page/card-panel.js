// The cards beside the reader: one is tapped, or laid down until it is taken away.
import { read } from './api.js';
import { button, element, tick, typedLine } from './dom.js';
import { faultChoice } from './faults.js';
import { handle } from './hands.js';
import { labelOf, text } from './words.js';

export function cardPanel({ role, cardFaults }) {
  const list = element('div', { className: 'cards', ariaLabel: text('page', 'cards') });
  list.setAttribute('role', 'group');
  const hold = tick(text('page', 'hold'));
  const choice = faultChoice(cardFaults, text('page', 'card-fault'), text('page', 'genuine'));
  let lying;
  let drawn;

  const tap = (uid, name = uid) => {
    const fault = choice.chosen();
    const action = hold.box.checked ? 'present-card' : 'tap-card';
    const words = () => `${text('page', 'tap')} ${typeof name === 'string' ? name : labelOf(name)}`;
    return handle(role, words, action, { uid, ...(fault && { fault: fault.body }) });
  };
  const mark = () => {
    for (const node of list.children) node.classList.toggle('lying', node.dataset.uid === lying);
  };
  const draw = async () => {
    const cards = await read('cards');
    const found = JSON.stringify(cards);
    if (found === drawn) return;
    drawn = found;
    list.replaceChildren(...cards.map((card) => cardNode(card, () => tap(card.uid, card.label))));
    mark();
  };

  void draw();
  return {
    nodes: [
      list,
      typedLine({ label: text('page', 'other-uid'), key: text('page', 'tap'), maxLength: 20, onTyped: tap }),
      element('div', { className: 'row' }, ...choice.nodes, hold.node),
    ],
    show: ({ state }) => {
      lying = state.uid;
      mark();
    },
    /** Demo cards may be written after the page was opened. */
    refresh: draw,
  };
}

function cardNode({ uid, label, roomLabel, note }, onTap) {
  const node = button('', onTap, { className: 'card', data: { uid } });
  node.append(
    element('i', {}),
    element('span', { textContent: labelOf(label) }),
    element('small', { textContent: roomLabel ?? note ?? uid }),
  );
  return node;
}
