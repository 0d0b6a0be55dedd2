import { chinaUmsSpeaker } from './chinaums-speaker.ts';
import { nexoSpeaker } from './nexo-speaker.ts';
import type { TerminalSpeeds } from './terminal.ts';
import { BankTerminalTwin, type BankTerminalProtocol } from './twin.ts';

const SPEAKERS = { nexo: nexoSpeaker, chinaums: chinaUmsSpeaker } as const;

export function createBankTerminalTwin(
  protocol: BankTerminalProtocol,
  options: { readonly now: () => number; readonly speeds?: TerminalSpeeds },
): BankTerminalTwin {
  return new BankTerminalTwin(SPEAKERS[protocol], options);
}
