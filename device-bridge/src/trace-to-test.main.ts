import { readFileSync } from 'node:fs';
import { traceToTest } from './transports/trace-to-test.ts';

/** `node device-bridge/src/trace-to-test.main.ts <exported trace>`: the same as a test replays it, on standard output. */
const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('which trace? The bridge saves it as <service>.last.trace in its state directory\n');
  process.exit(64);
}
process.stdout.write(traceToTest(readFileSync(file, 'utf8')));
