import type { CardReaderDriver, PresentedCard } from '../../drivers/roles.ts';
import type { TraceRing } from '../../transports/trace-ring.ts';

const HEADER_BYTES = 4;
const STATUS_BYTES = 2;

/** What was said to a card, without what the card holds: the head of each command and the status of each answer. */
export function traceCards(driver: CardReaderDriver, trace: TraceRing): CardReaderDriver {
  const traced = new WeakMap<PresentedCard, PresentedCard>();
  const seen = (card: PresentedCard): PresentedCard => {
    const known = traced.get(card) ?? traceCard(card, trace);
    traced.set(card, known);
    return known;
  };
  return {
    ...driver,
    card: () => {
      const card = driver.card();
      return card && seen(card);
    },
    onCardPresented: (listener) => driver.onCardPresented((card) => listener(seen(card))),
  };
}

function traceCard(card: PresentedCard, trace: TraceRing): PresentedCard {
  return {
    ...card,
    transmit: async (apdu) => {
      trace.add('to-device', apdu, [HEADER_BYTES, apdu.length]);
      const answer = await card.transmit(apdu);
      if (answer.ok) trace.add('from-device', answer.value, [0, Math.max(0, answer.value.length - STATUS_BYTES)]);
      return answer;
    },
  };
}
