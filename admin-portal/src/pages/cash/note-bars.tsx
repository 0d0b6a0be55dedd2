import type { CountedNotes } from '@louting/server/contract/cash-api';
import { formatYuan, type Fen } from '@louting/common/money';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** `10000` → `¥100` */
export function noteName(value: Fen): string {
  return `¥${formatYuan(value).replace('.00', '')}`;
}

/** How many notes of each value, as bars: the picture says at once what a box is full of. */
export function NoteBars({
  notes,
  denominations,
}: {
  notes: readonly CountedNotes[];
  denominations: readonly Fen[];
}): ReactElement {
  const { t } = useTranslation();
  const counts = new Map(notes.map((note) => [note.denominationFen, note.count]));
  const most = Math.max(1, ...counts.values());
  return (
    <dl className="note-bars" aria-label={t('cash.notesByValue')}>
      {denominations.map((value) => {
        const count = counts.get(value) ?? 0;
        return (
          <div key={value}>
            <dt className="digits">{noteName(value)}</dt>
            <dd>
              <i style={{ inlineSize: `${Math.round((count * 100) / most)}%` }} />
              <span className={count === 0 ? 'digits quiet' : 'digits'}>{count}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
