import { LIGHT_PLACES, type LightPlace } from '@louting/device-bridge/protocol/auxiliaries';
import type { Screen } from '../screens.ts';

const NONE: ReadonlySet<LightPlace> = new Set();
const CARD: ReadonlySet<LightPlace> = new Set(['contactless']);
const NOTES: ReadonlySet<LightPlace> = new Set(['billAcceptor', 'coinAcceptor']);
const PHONE: ReadonlySet<LightPlace> = new Set(['scanner']);
const ALL: ReadonlySet<LightPlace> = new Set(LIGHT_PLACES);
const PAPER: ReadonlySet<LightPlace> = new Set(['receiptPrinter']);

/** Where somebody's hand is wanted by what the screen says; all of them while a technician looks at them. */
export function placesToLight(screen: Screen): ReadonlySet<LightPlace> {
  switch (screen.screen) {
    case 'idle':
    case 'present-card':
      return screen.cardReader === 'ready' ? CARD : NONE;
    case 'identify':
      return CARD;
    case 'cash':
      return screen.acceptor === 'ready' ? NOTES : NONE;
    case 'payer-code':
      return PHONE;
    case 'success':
      return screen.receipt.state === 'printed' ? PAPER : NONE;
    case 'booked-later':
    case 'verifying':
      return screen.slip === 'printed' ? PAPER : NONE;
    case 'maintenance-device':
      return screen.test === 'lights' && screen.stage === 'testing' ? ALL : NONE;
    default:
      return NONE;
  }
}
