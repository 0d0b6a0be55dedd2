// What the page says, in the language of the reader.
import { read } from './api.js';

const WORDS = await read('words');

let language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh-CN';

export function currentLanguage() {
  return language;
}

export function changeLanguage() {
  language = language === 'en' ? 'zh-CN' : 'en';
}

/** @param key a device may know a fault that has no words yet: it is shown by its name */
export function text(section, key, values = {}) {
  const words = WORDS[language][section][key] ?? key;
  return words.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'money' ? money(values.fen) : values[name]));
}

export function money(fen) {
  const yuan = fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
  if (language === 'en') return `¥${yuan}`;
  return fen > 0 && fen < 100 ? `${fen / 10} 角` : `${yuan} 元`;
}

export function labelOf(label) {
  return typeof label === 'string' ? label : label[language];
}

export function factWords(fact) {
  return fact.fault === undefined ? text('facts', fact.word, fact.values) : text('faults', fact.fault);
}
