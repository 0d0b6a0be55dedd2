// One device: its light and what it shows, its keys, what lies beside it, and its faults.
import { cardPanel } from './card-panel.js';
import { codePanel } from './code-panel.js';
import { button, element } from './dom.js';
import { faultFold } from './faults.js';
import { handle } from './hands.js';
import { deviceKeys } from './keys.js';
import { receiptPanel } from './receipt-panel.js';
import { factWords, text } from './words.js';

const PANELS = { cards: cardPanel, 'payer-codes': codePanel, receipt: receiptPanel };
const NO_PANEL = { nodes: [], show: () => undefined };

export function deviceCard(device) {
  const { role } = device;
  const panel = PANELS[device.panel]?.(device) ?? NO_PANEL;
  const keys = deviceKeys(device);
  const light = element('span', { className: 'light' });
  const facts = element('ul', { className: 'facts' });
  let plugged = true;
  const plugAction = () => (plugged ? 'unplug' : 'replug');
  const pull = () => {
    const action = plugAction();
    return handle(role, () => text('page', action), action, { role });
  };
  const plug = button('', pull, { className: 'plug' });
  const title = element('h2', { id: `${role}-title`, textContent: text('roles', role) });
  const node = element(
    'section',
    { id: role, className: 'device' },
    element('div', { className: 'head' }, light, title, plug),
    facts,
    ...panel.nodes,
    ...keys.nodes,
    faultFold(device, keys.seldom),
  );
  node.setAttribute('aria-labelledby', title.id);

  return {
    node,
    refresh: panel.refresh,
    show: ({ sight, state, paper }) => {
      light.dataset.light = sight.light;
      plugged = sight.light !== 'off';
      plug.textContent = text('page', plugAction());
      showFacts(facts, sight.facts);
      keys.show(state);
      panel.show({ state, paper });
    },
  };
}

function showFacts(list, facts) {
  const words = facts.map(factWords);
  if (list.dataset.shown === words.join()) return;
  list.dataset.shown = words.join();
  list.replaceChildren(
    ...facts.map(({ bad }, index) => element('li', { className: bad ? 'bad' : '', textContent: words[index] })),
  );
}
