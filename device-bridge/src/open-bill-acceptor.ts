import { appendFileSync } from 'node:fs';
import type { CashAcceptorConfig } from './config.ts';
import type { DeviceKit } from './device-kit.ts';
import { createBillAcceptor, type BillAcceptorDependencies } from './drivers/bill-acceptor/driver.ts';
import { openDialectOf } from './drivers/bill-acceptor/open-dialect.ts';
import { BillAcceptorProfileSchema } from './drivers/bill-acceptor/profile.ts';
import { readProfile } from './drivers/profile-file.ts';
import { readSspKey } from './read-ssp-key.ts';
import type { BillAcceptorDriver } from './drivers/roles.ts';
import { recordingTransport } from './transports/record.ts';
import { keysOfSspAreSecret, noSecrets } from './transports/trace-secrets.ts';
import { formatTraceStep } from './transports/trace.ts';
import { openProfiledLine } from './open-profiled-line.ts';

/** The driver of one configured bill acceptor. @throws Error in one sentence when profile or key cannot be used. */
export function openBillAcceptor(
  config: CashAcceptorConfig,
  traceFile: string,
  kit: DeviceKit,
  dependencies: BillAcceptorDependencies,
): BillAcceptorDriver {
  const name = config.profile ?? `${config.driver}-generic`;
  const profile = readProfile(BillAcceptorProfileSchema, name);
  if (profile.driver !== config.driver) throw new Error(`device profile ${name} is for ${profile.driver}`);

  const secrets = profile.driver === 'essp' || profile.driver === 'ssp' ? keysOfSspAreSecret : noSecrets;
  const line = kit.line(openProfiledLine(config.transport, profile), secrets);
  const transport = config.trace
    ? recordingTransport(line, (step) => appendFileSync(traceFile, `${formatTraceStep(step)}\n`), secrets)
    : line;
  const { address, pollMs, replyTimeoutMs, fixedKeyFile } = config;
  const settings = {
    profile,
    ...(address !== undefined && { address }),
    ...(pollMs !== undefined && { pollMs }),
    ...(replyTimeoutMs !== undefined && { replyTimeoutMs }),
    ...(fixedKeyFile !== undefined && { fixedKey: readSspKey(fixedKeyFile) }),
  };
  return createBillAcceptor(
    { transport, openDialect: openDialectOf(settings, dependencies), pollMs: pollMs ?? profile.pollMs },
    dependencies,
  );
}
