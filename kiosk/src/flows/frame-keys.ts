import type { Screen } from '../screens.ts';

type Name = Screen['screen'];

/** Screens that lead back to the one before, and from which the owner may leave. */
const BACK_AND_CANCEL = [
  'more',
  'history',
  'paid-entry',
  'pay-slip',
  'offers',
  'offer',
  'wishes',
  'wish',
  'fees',
  'maintenance-code',
  'maintenance-devices',
  'maintenance-device',
  'maintenance-trace',
  'identify',
  'present-card',
  'phone-number',
  'phone-code',
  'door',
  'room-number',
  'room-check',
  'owner-phone',
  'way-problem',
  'choose-home',
  'stay-plate',
  'stay-cars',
  'stay-sum',
  'card-problem',
  'choose',
  'bill-detail',
  'dispute',
  'practice',
  'questions',
  'refunds',
  'top-up',
  'top-up-amount',
  'agreement',
  'method',
  'confirm-payment',
  'qr',
  'payer-code',
  'cash',
  'cash-overpay',
  'invoice',
] as const satisfies readonly Name[];

const CAN_GO_BACK: ReadonlySet<Name> = new Set<Name>([...BACK_AND_CANCEL, 'cash-stop']);

const CAN_CANCEL: ReadonlySet<Name> = new Set<Name>([
  ...BACK_AND_CANCEL,
  'identifying',
  'bills',
  'nothing-owed',
  'dispute-noted',
  'dispute-refused',
  'practice-over',
  'verifying',
  'failure',
]);

/** Whether the frame has its key back to the screen before. */
export function canGoBack(screen: Screen): boolean {
  return (CAN_GO_BACK.has(screen.screen) && !isSaving(screen)) || mayStopCard(screen);
}

/** Whether the frame has its key that ends the session. */
export function canCancel(screen: Screen): boolean {
  return (CAN_CANCEL.has(screen.screen) && !isBusy(screen)) || mayStopCard(screen);
}

function isSaving(screen: Screen): boolean {
  if (screen.screen === 'dispute') return screen.sending;
  return screen.screen === 'agreement' && screen.saving;
}

function isBusy(screen: Screen): boolean {
  if (isSaving(screen)) return true;
  return screen.screen === 'cash' && (screen.acceptor === 'note-moving' || screen.acceptor === 'returning');
}

function mayStopCard(screen: Screen): boolean {
  return screen.screen === 'bank-card' && screen.canStop;
}
