import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import type { ModelOf } from '../../ui-context.ts';
import './top-up.css';

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Whole yuan, digit by digit. A digit that would go past the most that can be kept cannot be pressed. */
export function TopUpAmountScreen({ model }: { readonly model: ModelOf<'top-up-amount'> }) {
  const { t } = useTranslation();
  const { amountFen, language } = model;
  const takes = (digit: number) => amountFen * 10 + digit * 100 <= model.mostFen;
  const range = { least: model.leastFen / 100, most: model.mostFen / 100 };
  const enough = amountFen >= model.leastFen && amountFen <= model.mostFen;
  const digitKey = (digit: number, disabled: boolean) => (
    <Key className="digit-key" intent={{ intent: 'press-digit', digit }} disabled={disabled}>
      {digit}
    </Key>
  );
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
        <Key kind="primary" intent={{ intent: 'accept-amount' }} disabled={!enough}>
          {enough ? t('topUpAmount.go', { money: sayMoney(amountFen, language) }) : t('topUpAmount.none')}
        </Key>
      }
    >
      <ul className="digit-keys">
        {DIGITS.map((digit) => (
          <li key={digit}>{digitKey(digit, !takes(digit))}</li>
        ))}
        <li className="digit-zero">{digitKey(0, amountFen === 0 || !takes(0))}</li>
        <li>
          <Key
            kind="quiet"
            className="digit-key digit-erase"
            intent={{ intent: 'erase-digit' }}
            disabled={amountFen === 0}
          >
            {t('topUpAmount.erase')}
          </Key>
        </li>
      </ul>
    </Layout>
  );
}
