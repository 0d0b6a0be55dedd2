import type { ModelOf } from '../ui-context.ts';
import { MONEY } from './broken-things.ts';
import { Strokes } from './art.tsx';
import './pictures.css';

/** Where the money is, at a glance, beside the sentence that says so. */
export function MoneySign({ money }: { readonly money: ModelOf<'failure'>['money'] }) {
  return (
    <svg className="art money-sign" viewBox="-4 -4 128 128" aria-hidden="true">
      <Strokes of={MONEY[money]} />
    </svg>
  );
}
