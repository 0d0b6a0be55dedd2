import type { ReactNode } from 'react';
import { isKnownCode } from '../words/i18n.ts';
import { Art, Strokes } from './art.tsx';
import { EVENTS, MARKS, THINGS } from './broken-things.ts';
import { CarAtGate } from './car-pictures.tsx';
import { Card, CardOnReader } from './card-pictures.tsx';
import { CheckingBooks, NoteComesBack, SlotAndNote } from './money-pictures.tsx';
import { PhoneToScanner } from './phone-pictures.tsx';
import { PavilionResting } from './place-pictures.tsx';
import { HouseAtPeace } from './result-pictures.tsx';
import { CardAtTerminal, Terminal } from './terminal-picture.tsx';
import { troubleKind, type TroubleKind } from './trouble-kinds.ts';

/** What is broken, or what has to be done about it. */
export function TroublePicture({ code }: { readonly code: string }) {
  const kind = troubleKind(isKnownCode(code) ? code : 'LT-9999') ?? 'resting';
  if (kind in EVENTS) {
    return (
      <Art>
        <Strokes of={EVENTS[kind as keyof typeof EVENTS]} />
      </Art>
    );
  }
  return kind in THINGS ? <Marked thing={kind as keyof typeof THINGS} /> : DRAWN[kind as keyof typeof DRAWN];
}

interface MarkedProps {
  readonly mark?: keyof typeof MARKS;
  readonly thing?: keyof typeof THINGS;
  readonly children?: ReactNode;
}

function Marked({ mark = 'cross', thing, children }: MarkedProps) {
  return (
    <Art>
      {thing ? <Strokes of={THINGS[thing]} /> : children}
      <Strokes of={MARKS[mark]} />
    </Art>
  );
}

const DRAWN: Readonly<Record<Exclude<TroubleKind, keyof typeof EVENTS | keyof typeof THINGS>, ReactNode>> = {
  card: (
    <Marked mark="question">
      <Card x={60} y={70} />
    </Marked>
  ),
  'card-flat': <CardOnReader />,
  'card-off': (
    <Marked>
      <Card x={60} y={70} />
    </Marked>
  ),
  'phone-late': <Marked mark="late" thing="phone" />,
  scan: <PhoneToScanner />,
  settled: <HouseAtPeace />,
  books: <CheckingBooks />,
  car: <CarAtGate />,
  slot: (
    <Marked>
      <SlotAndNote y={40} />
    </Marked>
  ),
  'note-back': <NoteComesBack />,
  terminal: (
    <Marked>
      <Terminal typing={false} />
    </Marked>
  ),
  'hold-card': <CardAtTerminal stage="present-card" />,
  pin: <CardAtTerminal stage="enter-pin" />,
  resting: <PavilionResting />,
};
