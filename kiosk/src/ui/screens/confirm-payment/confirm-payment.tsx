import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { SameAgain } from '../../pictures/prepayment-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './confirm-payment.css';

const WORDS = {
  bills: {
    'repeated-payment': 'confirmPayment.repeated',
    'amount-over-limit': 'confirmPayment.over',
    'billed-twice': 'confirmPayment.twice',
  },
  prepayment: {
    'repeated-payment': 'confirmPayment.topUpRepeated',
    'amount-over-limit': 'confirmPayment.topUpOver',
    'billed-twice': 'confirmPayment.twice',
  },
} as const;

/** Something about this payment is unusual: said in the owner's words, before any money is taken. */
export function ConfirmPaymentScreen({ model }: { readonly model: ModelOf<'confirm-payment'> }) {
  const { t } = useTranslation();
  const money = sayMoney(model.amountFen, model.language);
  const [first = 'amount-over-limit', ...others] = model.rules;
  const topUp = model.purpose === 'prepayment';
  return (
    <Layout
      said={t(WORDS[model.purpose][first])}
      more={t('confirmPayment.more')}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'back' }}>
            {t(topUp ? 'confirmPayment.topUpNo' : 'confirmPayment.no')}
          </Key>
          <Key intent={{ intent: 'confirm-payment' }}>
            {t(topUp ? 'confirmPayment.topUpYes' : 'confirmPayment.yes', { money })}
          </Key>
        </>
      }
    >
      <SameAgain />
      <div className="confirm-facts">
        <p>{t('confirmPayment.amount')}</p>
        <Amount fen={model.amountFen} size="amount" />
        {others.map((rule) => (
          <p key={rule}>{t(WORDS[model.purpose][rule])}</p>
        ))}
      </div>
    </Layout>
  );
}
