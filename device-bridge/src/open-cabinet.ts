import type { Logger } from 'pino';
import type { CabinetConfig, PowerSupplyConfig } from './config.ts';
import type { DeviceKit } from './device-kit.ts';
import { createCabinetMegatec } from './drivers/cabinet-megatec/driver.ts';
import { CabinetMegatecProfileSchema } from './drivers/cabinet-megatec/profile.ts';
import { createCabinetModbus } from './drivers/cabinet-modbus/driver.ts';
import { CabinetModbusProfileSchema } from './drivers/cabinet-modbus/profile.ts';
import type { CabinetDriver, UpsDriver } from './drivers/cabinet-roles.ts';
import { readProfile } from './drivers/profile-file.ts';
import { serialTransport, type SerialOptions } from './transports/serial.ts';
import { tcpTransport } from './transports/tcp.ts';
import { noSecrets } from './transports/trace-secrets.ts';
import type { TransportFactory } from './transports/transport.ts';

/** @throws Error in one sentence when the profile cannot be used. */
export function openCabinet(
  { profile: name, transport }: CabinetConfig,
  kit: DeviceKit,
  logger: Logger,
): CabinetDriver {
  const profile = readProfile(CabinetModbusProfileSchema, name);
  const openTransport = kit.line(openLine(transport, profile.line), noSecrets);
  return kit.health.of(createCabinetModbus({ profile }, { logger, openTransport }));
}

/** @throws Error in one sentence when the profile cannot be used. */
export function openPowerSupply(config: PowerSupplyConfig, kit: DeviceKit, logger: Logger): UpsDriver {
  const profile = readProfile(CabinetMegatecProfileSchema, config.profile);
  const openTransport = kit.line(openLine(config.transport, profile.line), noSecrets);
  return kit.health.of(createCabinetMegatec({ profile }, { logger, openTransport }));
}

function openLine(transport: CabinetConfig['transport'], line: Omit<SerialOptions, 'path'>): TransportFactory {
  if (transport.type === 'tcp') return tcpTransport(transport);
  const { path, baudRate, dataBits, parity, stopBits } = transport;
  return serialTransport({
    path,
    baudRate: baudRate ?? line.baudRate,
    dataBits: dataBits ?? line.dataBits ?? 8,
    parity: parity ?? line.parity ?? 'none',
    stopBits: stopBits ?? line.stopBits ?? 1,
  });
}
