import { z } from 'zod';
import type { DeviceKit } from './device-kit.ts';
import type { CardTerminalDriver } from './drivers/card-terminal/role.ts';
import { createChinaUmsTerminal } from './drivers/chinaums/driver.ts';
import { ChinaUmsProfileSchema } from './drivers/chinaums/profile.ts';
import type { CardTerminalDependencies } from './drivers/card-terminal/terminal-line.ts';
import { createNexoTerminal } from './drivers/nexo/driver.ts';
import { NexoProfileSchema } from './drivers/nexo/profile.ts';
import { readProfile } from './drivers/profile-file.ts';
import { tcpTransport } from './transports/tcp.ts';
import { allHeardIsSecret } from './transports/trace-secrets.ts';

const TcpLine = z.strictObject({
  type: z.literal('tcp'),
  host: z.string().default('127.0.0.1'),
  port: z.number().int().min(1).max(65_535),
});
const Service = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/)
  .default('PaymentTerminal');
/** How long the outcome of a sale is asked for before the kiosk hears that nobody knows. */
const PatienceMs = z.number().int().min(100).max(120_000).default(20_000);
const Profile = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);

/** One bank-card terminal; which protocol it speaks decides how the two name each other. */
export const CardTerminalConfigSchema = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('nexo'),
    service: Service,
    transport: TcpLine,
    profile: Profile.default('nexo-generic'),
    patienceMs: PatienceMs,
    saleId: z.string().min(1).max(16).default('louting'),
    poiId: z.string().min(1).max(32),
  }),
  z.strictObject({
    driver: z.literal('chinaums'),
    service: Service,
    transport: TcpLine,
    profile: Profile.default('chinaums-generic'),
    patienceMs: PatienceMs,
    pos: z.string().regex(/^[A-Za-z0-9]{1,8}$/),
    operator: z
      .string()
      .regex(/^[A-Za-z0-9]{1,8}$/)
      .default('01'),
  }),
]);
type CardTerminalConfig = z.output<typeof CardTerminalConfigSchema>;

type Dependencies = Omit<CardTerminalDependencies, 'openTransport'>;

/** @throws Error in one sentence when the profile cannot be used. */
export function openCardTerminal(
  config: CardTerminalConfig,
  kit: DeviceKit,
  dependencies: Dependencies,
): CardTerminalDriver {
  const openTransport = kit.line(tcpTransport(config.transport), allHeardIsSecret);
  const parts = { ...dependencies, openTransport };
  if (config.driver === 'nexo') {
    const profile = readProfile(NexoProfileSchema, config.profile);
    return createNexoTerminal({ profile, names: { saleId: config.saleId, poiId: config.poiId } }, parts);
  }
  const profile = readProfile(ChinaUmsProfileSchema, config.profile);
  return createChinaUmsTerminal({ profile, pos: config.pos, operator: config.operator }, parts);
}
