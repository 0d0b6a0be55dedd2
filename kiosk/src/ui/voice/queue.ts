import type { Clips } from './numerals.ts';
import type { Rank } from './spoken.ts';

/** A line ready to be played. */
export interface Utterance {
  readonly topic: string;
  readonly rank: Rank;
  readonly clips: Clips;
}

/** What is heard now, and what waits. One thing at a time, always. */
export interface Queue {
  readonly current: Utterance | undefined;
  readonly waiting: readonly Utterance[];
}

export const SILENCE: Queue = { current: undefined, waiting: [] };

export type QueueEvent =
  /** Another screen: what the last one had to say is no longer true. */
  | { readonly event: 'screen'; readonly utterances: readonly Utterance[] }
  /** The same screen has news. */
  | { readonly event: 'news'; readonly utterances: readonly Utterance[] }
  | { readonly event: 'ended' }
  /** The owner muted it, or the service is gone. */
  | { readonly event: 'silence' };

const URGENCY: Readonly<Record<Rank, number>> = { urgent: 0, money: 1, screen: 1 };

/** What is heard after an event; whoever plays starts `current` whenever it is another one than before. */
export function afterwards(queue: Queue, event: QueueEvent): Queue {
  switch (event.event) {
    case 'screen':
      return enqueue(keepFacts(queue), event.utterances);
    case 'news':
      return enqueue(queue, event.utterances);
    case 'ended':
      return next(queue.waiting);
    default:
      return SILENCE;
  }
}

/** A new screen cuts off what the old one said, but never where money is. */
function keepFacts({ current, waiting }: Queue): Queue {
  return {
    current: current?.rank === 'screen' ? undefined : current,
    waiting: waiting.filter(({ rank }) => rank !== 'screen'),
  };
}

function enqueue({ current, waiting }: Queue, utterances: readonly Utterance[]): Queue {
  if (utterances.length === 0) return current ? { current, waiting } : next(waiting);
  const topics = new Set(utterances.map(({ topic }) => topic));
  // An older sum that nobody has heard yet would only be wrong.
  const still = waiting.filter(({ topic }) => !topics.has(topic));
  const queued = [...still, ...utterances].sort((one, other) => URGENCY[one.rank] - URGENCY[other.rank]);
  if (current === undefined) return next(queued);
  const [first] = queued;
  const interrupts =
    (first?.rank === 'urgent' && current.rank !== 'urgent') || (current.rank === 'screen' && topics.has(current.topic));
  if (!interrupts) return { current, waiting: queued };
  const again = current.rank === 'money' && !topics.has(current.topic) ? [current] : [];
  const [head, ...rest] = queued;
  return { current: head, waiting: [...again, ...rest] };
}

function next([current, ...waiting]: readonly Utterance[]): Queue {
  return { current, waiting };
}
