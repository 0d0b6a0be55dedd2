import { sayBankCard } from './bank-card.ts';
import type { ScreenModel, ScreenName } from '../../../screens.ts';
import type { ModelOf } from '../../ui-context.ts';
import { STILL_HERE } from '../dark-choices.ts';
import { about, choice, phrase, type Line, type Phrase, type Said } from '../spoken.ts';
import {
  sayCardProblem,
  sayGoodbye,
  sayIdentifying,
  sayIdle,
  sayOutOfService,
  sayPresentCard,
  sayStarting,
} from './beginning.ts';
import {
  sayFees,
  sayHistory,
  sayMore,
  sayOffer,
  sayOffers,
  sayPaidEntry,
  sayPaySlip,
  sayWish,
  sayWishes,
} from './extras.ts';
import { sayBookedLater, sayCash, sayCashOverpay, sayCashStop } from './cash.ts';
import {
  helpChoices,
  sayDispute,
  sayDisputeNoted,
  sayDisputeRefused,
  sayHelp,
  sayPractice,
  sayPracticeOver,
  sayQuestions,
} from './help-desk.ts';
import { sayMaintenance, sayMaintenanceCode } from './maintenance.ts';
import { sayBillDetail, sayBills, sayChoose, sayNothingOwed, sayRefunds } from './owing.ts';
import { sayConfirmPayment, sayMethod, sayPayerCode, sayQr } from './paying.ts';
import { sayAgreement, sayTopUp, sayTopUpAmount } from './prepayment.ts';
import { sayFailure, sayInvoice, saySuccess, sayVerifying } from './results.ts';
import { sayStayCars, sayStayPlate, sayStaySum } from './stay.ts';
import {
  sayChooseHome,
  sayDoor,
  sayIdentify,
  sayOwnerPhone,
  sayPhoneCode,
  sayPhoneNumber,
  sayRoomCheck,
  sayRoomNumber,
  sayWayProblem,
} from './ways-in.ts';

/** What each screen says, and what can be chosen on it by ear alone. */
const SAID: { readonly [Name in ScreenName]: (model: ModelOf<Name>) => Said } = {
  starting: sayStarting,
  'out-of-service': sayOutOfService,
  idle: sayIdle,
  identify: sayIdentify,
  'present-card': sayPresentCard,
  'phone-number': sayPhoneNumber,
  'phone-code': sayPhoneCode,
  door: sayDoor,
  'room-number': sayRoomNumber,
  'room-check': sayRoomCheck,
  'owner-phone': sayOwnerPhone,
  'way-problem': sayWayProblem,
  'choose-home': sayChooseHome,
  'stay-plate': sayStayPlate,
  'stay-cars': sayStayCars,
  'stay-sum': sayStaySum,
  identifying: sayIdentifying,
  'card-problem': sayCardProblem,
  bills: sayBills,
  choose: sayChoose,
  'bill-detail': sayBillDetail,
  'nothing-owed': sayNothingOwed,
  dispute: sayDispute,
  questions: sayQuestions,
  'maintenance-code': sayMaintenanceCode,
  'maintenance-devices': sayMaintenance,
  'maintenance-device': sayMaintenance,
  'maintenance-trace': sayMaintenance,
  practice: sayPractice,
  'practice-over': sayPracticeOver,
  'dispute-noted': sayDisputeNoted,
  'dispute-refused': sayDisputeRefused,
  refunds: sayRefunds,
  more: sayMore,
  history: sayHistory,
  'paid-entry': sayPaidEntry,
  'pay-slip': sayPaySlip,
  offers: sayOffers,
  offer: sayOffer,
  wishes: sayWishes,
  wish: sayWish,
  fees: sayFees,
  'top-up': sayTopUp,
  'top-up-amount': sayTopUpAmount,
  agreement: sayAgreement,
  method: sayMethod,
  'confirm-payment': sayConfirmPayment,
  qr: sayQr,
  'payer-code': sayPayerCode,
  'bank-card': sayBankCard,
  cash: sayCash,
  'cash-overpay': sayCashOverpay,
  'cash-stop': sayCashStop,
  'booked-later': sayBookedLater,
  verifying: sayVerifying,
  success: saySuccess,
  invoice: sayInvoice,
  failure: sayFailure,
  goodbye: sayGoodbye,
};

/** Who was called and is coming. */
export const HELP_TOPIC = 'help';

export function saidOn(model: ScreenModel): Said {
  const said = (SAID[model.screen] as (model: ScreenModel) => Said)(model);
  const urgent = urgentLines(model);
  // Nothing else can be answered now.
  if (model.stillThere) return { lines: urgent, choices: STILL_HERE };
  if (model.helpPanel) {
    return { lines: [...urgent, ...said.lines, HELP_MORE], choices: helpChoices(model.helpPanel) };
  }
  if (model.settings === 'open')
    return { lines: [...urgent, ...said.lines, SETTINGS, loudness(model)], choices: [CLOSE_SETTINGS] };
  return { ...said, lines: [...urgent, ...said.lines] };
}

/** Lies over a screen that goes on underneath: a note that lands is counted aloud all the same. */
const SETTINGS = about('settings', phrase('settings.voice'));
const CLOSE_SETTINGS = choice({ intent: 'close-settings' }, phrase('settings.close'));
const HELP_MORE = about('help-panel', phrase('help.more'));

const LOUDNESS = ['sound.silent', 'sound.quiet', 'sound.usual', 'sound.loud'] as const;

/** Said again with every step, as loud as it is now: this is how one finds the right one. */
function loudness({ sound }: ScreenModel): Line {
  return about('loudness', phrase('sound.name'), phrase(LOUDNESS[sound.volume]));
}

/** Help and "still there?" are part of every screen. */
function urgentLines(model: ScreenModel): readonly Line[] {
  const help = sayHelp(model);
  return [
    ...(model.stillThere ? [urgent('still-there', phrase('stillThere.voice'))] : []),
    ...(help.length === 0 ? [] : [urgent(HELP_TOPIC, ...help)]),
  ];
}

function urgent(topic: string, ...phrases: readonly Phrase[]): Line {
  return { topic, rank: 'urgent', phrases };
}
