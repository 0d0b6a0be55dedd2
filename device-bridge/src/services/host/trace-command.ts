import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_FRAME_BYTES } from '../../protocol/envelope.ts';
import { formatTraceStep } from '../../transports/trace.ts';
import type { TraceRing } from '../../transports/trace-ring.ts';
import type { Handlers, XfsService } from '../xfs-service.ts';

/** Room for the envelope, and for a line break that becomes two characters in JSON. */
const LONGEST_ANSWER = MAX_FRAME_BYTES - 32 * 1024;

/** `Common.GetTrace` of one service: the newest of its line, and the whole of it as a file where wished. */
export function traceCommand(
  service: Pick<XfsService, 'name' | 'capabilities'>,
  trace: TraceRing,
  directory: string | undefined,
): NonNullable<Handlers['Common.GetTrace']> {
  const head = (): string => {
    const [device] = service.capabilities().common.deviceInformation;
    return `# ${service.name} ${device?.modelName ?? ''} ${device?.firmware?.[0]?.firmwareVersion ?? ''}`.trimEnd();
  };
  return ({ save }) => {
    const lines = trace.steps.map(formatTraceStep);
    const file = `${service.name}.last.trace`;
    if (save === true && directory !== undefined) {
      writeFileSync(join(directory, file), `${[head(), ...lines].join('\n')}\n`, { mode: 0o600 });
    }
    const text = [head(), ...newest(lines, LONGEST_ANSWER)].join('\n');
    return { payload: { trace: text, ...(save === true && directory !== undefined && { file }) } };
  };
}

function newest(lines: readonly string[], longest: number): readonly string[] {
  let characters = 0;
  const first = lines.findLastIndex((line) => {
    characters += line.length + 2;
    return characters > longest;
  });
  return lines.slice(first + 1);
}
