import type { ScreenModel } from '../../screens.ts';
import { BillDetailScreen } from './bill-detail/bill-detail.tsx';
import { BillsScreen } from './bills/bills.tsx';
import { ChooseScreen } from './bills/choose.tsx';
import { CardProblemScreen } from './card-problem/card-problem.tsx';
import { CashOverpayScreen } from './cash/cash-overpay.tsx';
import { CashStopScreen } from './cash/cash-stop.tsx';
import { CashScreen } from './cash/cash.tsx';
import { FailureScreen } from './failure/failure.tsx';
import { GoodbyeScreen } from './goodbye/goodbye.tsx';
import { IdentifyScreen, IdentifyingScreen } from './identify/identify.tsx';
import { IdleScreen } from './idle/idle.tsx';
import { MethodScreen } from './method/method.tsx';
import { NothingOwedScreen } from './nothing-owed/nothing-owed.tsx';
import { OutOfServiceScreen } from './out-of-service/out-of-service.tsx';
import { PayerCodeScreen } from './payer-code/payer-code.tsx';
import { QrScreen } from './qr/qr.tsx';
import { StartingScreen } from './starting/starting.tsx';
import { SuccessScreen } from './success/success.tsx';
import { VerifyingScreen } from './verifying/verifying.tsx';

export function ScreenView({ model }: { readonly model: ScreenModel }) {
  switch (model.screen) {
    case 'starting':
      return <StartingScreen />;
    case 'out-of-service':
      return <OutOfServiceScreen model={model} />;
    case 'idle':
      return <IdleScreen model={model} />;
    case 'identify':
      return <IdentifyScreen model={model} />;
    case 'identifying':
      return <IdentifyingScreen />;
    case 'card-problem':
      return <CardProblemScreen model={model} />;
    case 'bills':
      return <BillsScreen model={model} />;
    case 'choose':
      return <ChooseScreen model={model} />;
    case 'bill-detail':
      return <BillDetailScreen model={model} />;
    case 'nothing-owed':
      return <NothingOwedScreen model={model} />;
    case 'method':
      return <MethodScreen model={model} />;
    case 'qr':
      return <QrScreen model={model} />;
    case 'payer-code':
      return <PayerCodeScreen model={model} />;
    case 'cash':
      return <CashScreen model={model} />;
    case 'cash-overpay':
      return <CashOverpayScreen model={model} />;
    case 'cash-stop':
      return <CashStopScreen model={model} />;
    case 'verifying':
      return <VerifyingScreen model={model} />;
    case 'success':
      return <SuccessScreen model={model} />;
    case 'failure':
      return <FailureScreen model={model} />;
    case 'goodbye':
      return <GoodbyeScreen />;
  }
}
