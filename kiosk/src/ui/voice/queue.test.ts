import { describe, expect, it } from 'vitest';
import { afterwards, SILENCE, type QueueEvent, type Utterance } from './queue.ts';

const line = (name: string): Utterance => {
  const rank = name.startsWith('money') ? 'money' : name.startsWith('help') ? 'urgent' : 'screen';
  return { topic: name.replace(/\d+$/, ''), rank, clips: [name] };
};
const screen = (...names: string[]): QueueEvent => ({ event: 'screen', utterances: names.map(line) });
const news = (...names: string[]): QueueEvent => ({ event: 'news', utterances: names.map(line) });
const ended: QueueEvent = { event: 'ended' };

/** Everything that was begun, in order. */
function begun(...events: readonly QueueEvent[]): string[] {
  const heard: string[] = [];
  let queue = SILENCE;
  for (const event of events) {
    const before = queue.current;
    queue = afterwards(queue, event);
    if (queue.current !== undefined && (queue.current !== before || event === ended))
      heard.push(...queue.current.clips);
  }
  return heard;
}

describe('one voice at a time', () => {
  it.each<[string, readonly QueueEvent[], readonly string[]]>([
    ['says the lines of a screen one after the other', [screen('a', 'b'), ended, ended], ['a', 'b']],
    ['a new screen cuts off the old one', [screen('a', 'b'), screen('c'), ended], ['a', 'c']],
    ['a money fact is finished before the new screen speaks', [screen('money1'), screen('c'), ended], ['money1', 'c']],
    ['a money fact that waits is said too', [screen('a', 'money1'), screen('c'), ended, ended], ['a', 'money1', 'c']],
    [
      'of sums that wait only the newest is said',
      [screen('money1'), news('money2'), news('money3'), ended, ended],
      ['money1', 'money3'],
    ],
    ['news of what is being said replace it', [screen('problem1'), news('problem2'), ended], ['problem1', 'problem2']],
    ['other news wait', [screen('a'), news('paper'), ended], ['a', 'paper']],
    ['help interrupts; a screen line is not begun anew', [screen('a'), news('help'), ended], ['a', 'help']],
    [
      'help interrupts; a money fact is said again, whole',
      [screen('money1'), news('help'), ended],
      ['money1', 'help', 'money1'],
    ],
    ['help waits for other help', [news('help-one'), news('help-two'), ended], ['help-one', 'help-two']],
    ['a new screen leaves help alone', [news('help'), screen('a'), ended], ['help', 'a']],
    ['silence ends everything', [screen('money1', 'a'), { event: 'silence' }, ended], ['money1']],
    ['a screen that says nothing cuts off too', [screen('a'), screen(), news('b')], ['a', 'b']],
  ])('%s', (_name, events, heard) => {
    expect(begun(...events)).toEqual(heard);
  });
});
