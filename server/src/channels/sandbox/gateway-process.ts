import { readFileSync } from 'node:fs';
import pino, { type Logger } from 'pino';
import { z } from 'zod';

const EXIT_CONFIG = 78;

/** Runs a gateway as a process of its own: configuration from `LOUTING_CONFIG`, readiness by message and log, clean stop on signals. */
export async function runGateway<S extends z.ZodType>(
  name: string,
  schema: S,
  start: (
    config: z.output<S>,
    dependencies: { readonly logger: Logger },
  ) => Promise<{ url: string; close(): Promise<void> }>,
): Promise<void> {
  const logger = pino({ name });
  const config = readConfig(schema, logger);
  if (!config) {
    process.exitCode = EXIT_CONFIG;
    return;
  }
  const gateway = await start(config, { logger });
  const stop = () => void gateway.close().then(() => process.disconnect?.());
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  logger.info({ url: gateway.url }, 'ready');
  process.send?.({ ready: true, url: gateway.url });
}

function readConfig<S extends z.ZodType>(schema: S, logger: Logger): z.output<S> | undefined {
  try {
    const config = schema.safeParse(JSON.parse(readFileSync(process.env.LOUTING_CONFIG ?? '', 'utf8')));
    if (config.success) return config.data;
    logger.fatal(`the configuration is wrong: ${z.prettifyError(config.error)}`);
  } catch (error) {
    logger.fatal(`the configuration named by LOUTING_CONFIG cannot be read: ${(error as Error).message}`);
  }
  return undefined;
}
