import type { DeviceIdentity } from '../roles.ts';
import { COMMAND, parseSetup, PROTOCOL_VERSION, REPLY, type SspSetup } from './commands.ts';
import { LineLost, type SspLine } from './line.ts';

export interface Greeting {
  readonly setup: SspSetup;
  readonly identity: DeviceIdentity;
  /** A note lay in escrow and is on its way back. */
  readonly rejecting: boolean;
}

/**
 * The first words with a validator: who it is, and that it takes no notes for now. No POLL is among them, because that
 * would accept a note in escrow which nobody decided to keep.
 * @throws LineLost also when it is no validator of this protocol.
 */
export async function greet(line: SspLine, escrowDecision: 'return' | 'stack'): Promise<Greeting> {
  await line.exchange(COMMAND.sync);
  const version = await line.exchange(COMMAND.hostProtocolVersion, Uint8Array.of(PROTOCOL_VERSION));
  if (version[0] !== REPLY.ok) throw new LineLost(`validator does not speak protocol ${PROTOCOL_VERSION}`);

  let rejecting = false;
  if (escrowDecision === 'return') {
    const rejected = await line.exchange(COMMAND.rejectBanknote);
    rejecting = rejected[0] === REPLY.ok;
  }
  await line.exchange(COMMAND.disable);
  const setup = parseSetup(await line.exchange(COMMAND.setupRequest));
  if (!setup.ok) throw new LineLost(setup.error.detail ?? 'bad set-up answer');
  const serial = await line.exchange(COMMAND.getSerialNumber);
  return {
    setup: setup.value,
    identity: {
      modelName: 'ITL SSP validator',
      serialNumber: String(serial.subarray(1, 5).reduce((number, byte) => number * 256 + byte, 0)),
      firmwareVersion: setup.value.firmwareVersion,
    },
    rejecting,
  };
}
