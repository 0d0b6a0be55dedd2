import { lazy, Suspense, type ComponentType } from 'react';
import type { ScreenModel, ScreenName } from '../../screens.ts';
import type { ModelOf } from '../ui-context.ts';
import { AgreementScreen } from './agreement/agreement.tsx';
import { BankCardScreen } from './bank-card/bank-card.tsx';
import { BillDetailScreen } from './bill-detail/bill-detail.tsx';
import { BillsScreen } from './bills/bills.tsx';
import { ChooseScreen } from './bills/choose.tsx';
import { BookedLaterScreen } from './booked-later/booked-later.tsx';
import { CardProblemScreen } from './card-problem/card-problem.tsx';
import { CashOverpayScreen } from './cash/cash-overpay.tsx';
import { CashStopScreen } from './cash/cash-stop.tsx';
import { CashScreen } from './cash/cash.tsx';
import { ConfirmPaymentScreen } from './confirm-payment/confirm-payment.tsx';
import { FeesScreen } from './extras/fees.tsx';
import { HistoryScreen } from './extras/history.tsx';
import { MoreScreen } from './extras/more.tsx';
import { OfferScreen } from './extras/offer.tsx';
import { OffersScreen } from './extras/offers.tsx';
import { PaidEntryScreen } from './extras/paid-entry.tsx';
import { PaySlipScreen } from './extras/pay-slip.tsx';
import { WishScreen, WishesScreen } from './extras/wishes.tsx';
import { DisputeNotedScreen, DisputeRefusedScreen, DisputeScreen } from './dispute/dispute.tsx';
import { FailureScreen } from './failure/failure.tsx';
import { GoodbyeScreen } from './goodbye/goodbye.tsx';
import { IdentifyScreen, IdentifyingScreen, PresentCardScreen } from './identify/identify.tsx';
import { IdleScreen } from './idle/idle.tsx';
import { InvoiceScreen } from './invoice/invoice.tsx';
import { MethodScreen } from './method/method.tsx';
import { NothingOwedScreen } from './nothing-owed/nothing-owed.tsx';
import { OutOfServiceScreen } from './out-of-service/out-of-service.tsx';
import { PayerCodeScreen } from './payer-code/payer-code.tsx';
import { QrScreen } from './qr/qr.tsx';
import { PracticeOverScreen, PracticeScreen } from './practice/practice.tsx';
import { QuestionsScreen } from './questions/questions.tsx';
import { RefundsScreen } from './refunds/refunds.tsx';
import { StayCarsScreen, StayPlateScreen, StaySumScreen } from './stay/stay.tsx';
import { StartingScreen } from './starting/starting.tsx';
import { SuccessScreen } from './success/success.tsx';
import { TopUpAmountScreen } from './top-up/top-up-amount.tsx';
import { TopUpScreen } from './top-up/top-up.tsx';
import { VerifyingScreen } from './verifying/verifying.tsx';
import { ChooseHomeScreen } from './ways-in/choose-home.tsx';
import { OwnerPhoneScreen } from './ways-in/owner-phone.tsx';
import { PhoneCodeScreen, PhoneNumberScreen } from './ways-in/phone.tsx';
import { DoorScreen, RoomCheckScreen, RoomNumberScreen } from './ways-in/room.tsx';
import { WayProblemScreen } from './ways-in/way-problem.tsx';

/** Staff can wait for theirs: no owner loads them. */
const Maintenance = lazy(async () => ({ default: (await import('./maintenance/maintenance.tsx')).MaintenanceScreen }));

const SCREENS: { readonly [Name in ScreenName]: ComponentType<{ readonly model: ModelOf<Name> }> } = {
  starting: StartingScreen,
  'out-of-service': OutOfServiceScreen,
  idle: IdleScreen,
  identify: IdentifyScreen,
  'present-card': PresentCardScreen,
  'phone-number': PhoneNumberScreen,
  'phone-code': PhoneCodeScreen,
  door: DoorScreen,
  'room-number': RoomNumberScreen,
  'room-check': RoomCheckScreen,
  'owner-phone': OwnerPhoneScreen,
  'way-problem': WayProblemScreen,
  'choose-home': ChooseHomeScreen,
  'stay-plate': StayPlateScreen,
  'stay-cars': StayCarsScreen,
  'stay-sum': StaySumScreen,
  identifying: IdentifyingScreen,
  'card-problem': CardProblemScreen,
  bills: BillsScreen,
  choose: ChooseScreen,
  'bill-detail': BillDetailScreen,
  'nothing-owed': NothingOwedScreen,
  dispute: DisputeScreen,
  questions: QuestionsScreen,
  'maintenance-code': Maintenance,
  'maintenance-devices': Maintenance,
  'maintenance-device': Maintenance,
  'maintenance-trace': Maintenance,
  practice: PracticeScreen,
  'practice-over': PracticeOverScreen,
  'dispute-noted': DisputeNotedScreen,
  'dispute-refused': DisputeRefusedScreen,
  refunds: RefundsScreen,
  more: MoreScreen,
  history: HistoryScreen,
  'paid-entry': PaidEntryScreen,
  'pay-slip': PaySlipScreen,
  offers: OffersScreen,
  offer: OfferScreen,
  wishes: WishesScreen,
  wish: WishScreen,
  fees: FeesScreen,
  'top-up': TopUpScreen,
  'top-up-amount': TopUpAmountScreen,
  agreement: AgreementScreen,
  method: MethodScreen,
  'confirm-payment': ConfirmPaymentScreen,
  qr: QrScreen,
  'payer-code': PayerCodeScreen,
  'bank-card': BankCardScreen,
  cash: CashScreen,
  'cash-overpay': CashOverpayScreen,
  'cash-stop': CashStopScreen,
  'booked-later': BookedLaterScreen,
  verifying: VerifyingScreen,
  success: SuccessScreen,
  invoice: InvoiceScreen,
  failure: FailureScreen,
  goodbye: GoodbyeScreen,
};

export function ScreenView({ model }: { readonly model: ScreenModel }) {
  const View = SCREENS[model.screen] as ComponentType<{ readonly model: ScreenModel }>;
  return (
    <Suspense>
      <View model={model} />
    </Suspense>
  );
}
