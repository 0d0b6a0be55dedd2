// Everything that can break, folded away beneath the device.
import { button, element } from './dom.js';
import { handle } from './hands.js';
import { money, text } from './words.js';

/** @param seldom keys that stand here as well */
export function faultFold({ role, faults, powerCycle }, seldom) {
  const choice = faultChoice(faults, text('page', 'fault'));
  const words = (word) => () => text('page', word);
  const broken = () => {
    const { name, body } = choice.chosen();
    return handle(role, () => `${text('page', 'set-fault')} · ${text('faults', name)}`, 'set-fault', {
      role,
      fault: body,
    });
  };
  const plainKey = (action) => button(text('page', action), () => handle(role, words(action), action, { role }));
  return element(
    'details',
    {},
    element('summary', { textContent: text('page', 'faults') }),
    ...(seldom.length > 0 ? [element('div', { className: 'row' }, ...seldom)] : []),
    element('div', { className: 'row' }, ...choice.nodes),
    element(
      'div',
      { className: 'row' },
      button(text('page', 'set-fault'), broken),
      plainKey('clear-faults'),
      ...(powerCycle ? [plainKey('power-cycle')] : []),
    ),
  );
}

/**
 * A list of faults, and beside it what the chosen one may be told.
 * @param none the words for no fault at all, where that can be chosen
 */
export function faultChoice(faults, label, none) {
  const options = faults.map(({ name }) => new Option(text('faults', name), name));
  if (none !== undefined) options.unshift(new Option(none, ''));
  const select = element('select', { ariaLabel: label, className: 'fault' }, ...options);
  const place = element('span', { className: 'detail' });
  const current = () => faults.find(({ name }) => name === select.value);
  const drawDetail = () => place.replaceChildren(...detailNodes(current()?.detail));
  select.addEventListener('change', drawDetail);
  drawDetail();
  return { nodes: [select, place], chosen: () => chosenOf(current(), place.querySelector('input, select')?.value) };
}

function chosenOf(fault, value = '') {
  if (!fault) return undefined;
  const { name, body, detail } = fault;
  return { name, body: value === '' ? body : { ...body, [detail.name]: Number(value) } };
}

function detailNodes(detail) {
  if (!detail) return [];
  const { name, least, most = '', initially = least, choices } = detail;
  const field = choices
    ? element('select', {}, new Option(text('page', 'any'), ''), ...choices.map((fen) => new Option(money(fen), fen)))
    : element('input', { type: 'number', min: least, max: most, value: initially });
  return [element('label', {}, text('details', name), field)];
}
