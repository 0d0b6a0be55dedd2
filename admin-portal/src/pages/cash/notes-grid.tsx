import type { CountedNotes } from '@louting/server/contract/cash-api';
import { fen, type Fen } from '@louting/common/money';
import { InputNumber } from 'antd';
import type { ReactElement } from 'react';
import { Money } from '../../money/money.tsx';
import { noteName } from './note-bars.tsx';

export function totalOf(notes: readonly CountedNotes[]): Fen {
  return fen(notes.reduce((sum, note) => sum + note.denominationFen * note.count, 0));
}

/** One large field a value; Enter goes on to the next, as with the notes in the hand. */
export function NotesGrid({
  denominations,
  counts,
  onChange,
}: {
  denominations: readonly Fen[];
  counts: Readonly<Record<number, number>>;
  onChange: (counts: Record<number, number>) => void;
}): ReactElement {
  return (
    <div className="notes-grid">
      {denominations.map((value, index) => {
        const count = counts[value] ?? 0;
        return (
          <label key={value}>
            <b className="digits">{noteName(value)}</b>
            <InputNumber
              size="large"
              min={0}
              max={100_000}
              precision={0}
              autoFocus={index === 0}
              inputMode="numeric"
              value={counts[value] ?? null}
              placeholder="0"
              onChange={(next) => onChange({ ...counts, [value]: next ?? 0 })}
              onPressEnter={(event) => {
                const grid = event.currentTarget.closest('.notes-grid');
                const fields = [...(grid?.querySelectorAll('input') ?? [])];
                fields[fields.indexOf(event.currentTarget) + 1]?.focus();
              }}
            />
            <Money amount={fen(value * count)} tone={count === 0 ? 'quiet' : undefined} />
          </label>
        );
      })}
    </div>
  );
}
