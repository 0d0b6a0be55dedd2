import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { z } from 'zod';
import { startShell } from './start-shell.ts';

const EXIT_BAD_CONFIG = 78;

const ShellConfigSchema = z.strictObject({
  /** Page of the kiosk service on this machine. */
  home: z.url({ protocol: /^http$/ }),
  window: z.enum(['kiosk', 'desktop']).default('kiosk'),
  camera: z.boolean().default(false),
});

const config = readConfig();
const shell = await startShell({ ...config, logger: pino({ name: 'shell' }), environment: process.env });
process.send?.({ ready: true, shell: shell.shell });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void shell.close().then(() => process.exit(0));
  });
}

function readConfig(): z.infer<typeof ShellConfigSchema> {
  const file = process.env['LOUTING_CONFIG'];
  if (!file) return refuse('LOUTING_CONFIG does not name a configuration file');
  try {
    const parsed = ShellConfigSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : refuse(`${file}: ${z.prettifyError(parsed.error)}`);
  } catch (error) {
    return refuse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`shell: ${sentence.replaceAll('\n', ' ')}\n`);
  process.exit(EXIT_BAD_CONFIG);
}
