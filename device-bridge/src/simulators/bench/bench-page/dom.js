// Nodes of the page.

/** @param properties set as they are; `data` goes into the dataset */
export function element(tag, { data = {}, ...properties } = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  Object.assign(node.dataset, data);
  node.append(...children);
  return node;
}

export function button(words, onClick, properties = {}) {
  const node = element('button', { type: 'button', textContent: words, ...properties });
  node.addEventListener('click', () => void onClick());
  return node;
}

export function tick(words) {
  const box = element('input', { type: 'checkbox' });
  return { box, node: element('label', { className: 'tick' }, box, words) };
}

/** A line to type into, and the key that takes what was typed; Enter does the same. */
export function typedLine({ label, key, maxLength, onTyped }) {
  const input = element('input', { type: 'text', placeholder: label, ariaLabel: label, maxLength, required: true });
  const form = element('form', { className: 'row' }, input, element('button', { type: 'submit', textContent: key }));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void onTyped(input.value.trim());
  });
  return form;
}
