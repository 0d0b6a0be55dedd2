import { createHmac, type KeyObject } from 'node:crypto';
import { agreementKey } from '../../contract/maintenance-answer.ts';
import type { CardKey } from '../cards/cards.ts';

/** The office's half of what opens a kiosk without a line; the same in every process of the server. */
export function officeKey(cardKey: CardKey): KeyObject {
  return agreementKey(createHmac('sha256', cardKey).update('maintenance').digest());
}
