import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { RestIntoAccount } from '../../pictures/money-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './cash.css';

export function CashStopScreen({ model }: { readonly model: ModelOf<'cash-stop'> }) {
  const { t } = useTranslation();
  const money = sayMoney(model.insertedFen, model.language);
  return (
    <Layout
      said={t('cashStop.said', { money })}
      more={t('cashStop.more')}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'continue-cash' }}>
            {t('cashStop.go')}
          </Key>
        </>
      }
    >
      <RestIntoAccount />
      <Key intent={{ intent: 'stop-cash', disposition: 'bills' }}>
        <span className="two-lines">
          {t('cashStop.bills', { money })}
          <small>{t('cashStop.billsMore')}</small>
        </span>
      </Key>
      <Key intent={{ intent: 'stop-cash', disposition: 'prepayment' }}>
        <span className="two-lines">
          {t('cashStop.prepayment')}
          <small>{t('cashStop.prepaymentMore')}</small>
        </span>
      </Key>
    </Layout>
  );
}
