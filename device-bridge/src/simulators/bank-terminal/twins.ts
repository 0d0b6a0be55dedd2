import { chinaUmsSpeaker } from './chinaums-speaker.ts';
import { nexoSpeaker } from './nexo-speaker.ts';
import { BankTerminalTwin, type BankTerminalProtocol, type TwinOptions } from './twin.ts';

const SPEAKERS = { nexo: nexoSpeaker, chinaums: chinaUmsSpeaker } as const;

export function createBankTerminalTwin(protocol: BankTerminalProtocol, options: TwinOptions): BankTerminalTwin {
  return new BankTerminalTwin(SPEAKERS[protocol], options);
}
