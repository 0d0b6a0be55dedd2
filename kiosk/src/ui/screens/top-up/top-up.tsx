import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { MoneyIntoBook } from '../../pictures/prepayment-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './top-up.css';

/** How much to keep for later bills. That all of it can be paid back is said before anything is chosen. */
export function TopUpScreen({ model }: { readonly model: ModelOf<'top-up'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('topUp.said')}
      more={
        <>
          <p>{t('topUp.more')}</p>
          {model.prepaidFen > 0 && <p>{t('topUp.have', { money: sayMoney(model.prepaidFen, model.language) })}</p>}
        </>
      }
      controls={
        <>
          <Key intent={{ intent: 'own-amount' }}>{t('topUp.own')}</Key>
          <Key kind="quiet" intent={{ intent: 'show-agreement' }}>
            {t('topUp.agreement')}
          </Key>
        </>
      }
    >
      <MoneyIntoBook />
      <ul className="top-up-amounts">
        {model.amountsFen.map((amountFen) => (
          <li key={amountFen}>
            <Key className="top-up-amount" intent={{ intent: 'choose-amount', amountFen }}>
              <Amount fen={amountFen} size="amount" whole />
            </Key>
          </li>
        ))}
      </ul>
    </Layout>
  );
}
