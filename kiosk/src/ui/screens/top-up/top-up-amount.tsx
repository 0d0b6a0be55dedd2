import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { DigitKeys } from '../../parts/digit-keys.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import type { ModelOf } from '../../ui-context.ts';
import './top-up.css';

const ACCEPT = { intent: 'accept-amount' } as const;

/** Whole yuan, digit by digit. A digit that would go past the most that can be kept cannot be pressed. */
export function TopUpAmountScreen({ model }: { readonly model: ModelOf<'top-up-amount'> }) {
  const { t } = useTranslation();
  const { amountFen, language } = model;
  const takes = (digit: number) => amountFen * 10 + digit * 100 <= model.mostFen;
  const range = { least: model.leastFen / 100, most: model.mostFen / 100 };
  const enough = amountFen >= model.leastFen && amountFen <= model.mostFen;
  return (
    <Layout
      said={t('topUpAmount.said')}
      more={
        <>
          <Amount fen={amountFen} size="hero" whole />
          <p>{t('topUpAmount.range', range)}</p>
        </>
      }
      controls={
        <Key kind="primary" intent={ACCEPT} disabled={!enough}>
          {enough ? t('topUpAmount.go', { money: sayMoney(amountFen, language) }) : t('topUpAmount.none')}
        </Key>
      }
    >
      <DigitKeys takes={(digit) => takes(digit) && (digit > 0 || amountFen > 0)} canErase={amountFen > 0} />
    </Layout>
  );
}
