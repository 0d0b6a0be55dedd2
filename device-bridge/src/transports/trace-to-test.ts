import { formatTraceStep, parseTrace, type TraceStep } from './trace.ts';

/** One thing said to the device, or nothing at the very beginning, and what it said then. */
interface Exchange {
  readonly asked: string | undefined;
  readonly answered: string;
}

/**
 * What a technician exported, as a test replays it: without times, what came in pieces joined, and a question that was
 * asked again and answered alike only once, with its acknowledgement where the protocol has one. @throws SyntaxError as `parseTrace` does.
 */
export function traceToTest(text: string): string {
  const comments = text.split('\n').filter((line) => line.startsWith('#'));
  const lines = withoutRepetitions(exchangesOf(parseTrace(text))).flatMap(({ asked, answered }) => [
    asked ?? '',
    answered,
  ]);
  return `${[...comments, ...lines.filter((line) => line !== '')].join('\n')}\n`;
}

function exchangesOf(steps: readonly TraceStep[]): readonly Exchange[] {
  const exchanges: { asked: string | undefined; answers: TraceStep[] }[] = [{ asked: undefined, answers: [] }];
  for (const { direction, bytes, hidden } of steps) {
    const step: TraceStep = { direction, bytes, ...(hidden && { hidden }) };
    if (direction === 'to-device') exchanges.push({ asked: formatTraceStep(step), answers: [] });
    else exchanges.at(-1)?.answers.push(step);
  }
  return exchanges.map(({ asked, answers }) => ({ asked, answered: joined(answers) }));
}

function joined(answers: readonly TraceStep[]): string {
  const hex = answers.map((answer) => formatTraceStep(answer).slice(2)).join(' ');
  return hex === '' ? '' : `< ${hex}`;
}

function withoutRepetitions(exchanges: readonly Exchange[]): readonly Exchange[] {
  const kept: Exchange[] = [];
  for (const exchange of exchanges) {
    kept.push(exchange);
    for (const length of [1, 2]) {
      const tail = kept.slice(-length);
      const before = kept.slice(-2 * length, -length);
      if (JSON.stringify(tail) === JSON.stringify(before)) kept.splice(-length);
    }
  }
  return kept;
}
