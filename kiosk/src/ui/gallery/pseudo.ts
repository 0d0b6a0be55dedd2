import enKiosk from '../../../../assets/locales/en/kiosk.json';

const ACCENTED: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'î', o: 'ö', u: 'û', n: 'ñ', c: 'ç', y: 'ÿ' };

/** A word alone grows little in any language. */
const SHORT = 10;

/** `Touch here to start` → `[Töûçh héré tö stárt ~~~]`; placeholders untouched. */
export function pseudo(text: string): string {
  const accented = text
    .split(/(\{\{\w+\}\})/)
    .map((part) =>
      part.startsWith('{{') ? part : part.replaceAll(/[aeiouncy]/g, (letter) => ACCENTED[letter] ?? letter),
    )
    .join('');
  return text.length < SHORT ? accented : `[${accented} ${'~'.repeat(Math.ceil(text.length / 14))}]`;
}

function pseudoIn<Value>(value: Value, change: (key: string, text: string) => string): Value {
  const changed = (inner: unknown, key: string): unknown => {
    if (typeof inner === 'string') return change(key, inner);
    if (Array.isArray(inner)) return inner.map((one: unknown) => changed(one, key));
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, changed(one, name)]));
  };
  return changed(value, '') as Value;
}

export const PSEUDO_WORDS = pseudoIn(enKiosk, (_key, text) => pseudo(text));

/** Names that come from the server, in the model of a sample. */
export function pseudoNames<Model>(model: Model): Model {
  return pseudoIn(model, (key, text) => (key === 'en' ? pseudo(text) : text));
}
