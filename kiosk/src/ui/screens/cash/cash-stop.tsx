import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { RestIntoAccount } from '../../pictures/money-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './cash.css';

export function CashStopScreen({ model }: { readonly model: ModelOf<'cash-stop'> }) {
  const { t } = useTranslation();
  const money = sayMoney(model.insertedFen, model.language);
  return (
    <Layout
      said={t('cashStop.said', { money })}
      more={model.closing === undefined ? t('cashStop.more') : ownerWords(model.closing, model.language).title}
      controls={
        model.closing === undefined && (
          <Key kind="primary" intent={{ intent: 'continue-cash' }}>
            {t('cashStop.go')}
          </Key>
        )
      }
    >
      {model.purpose !== 'stay' && <RestIntoAccount />}
      {model.purpose === 'prepayment' ? (
        <Choice disposition="bills" words={t('cashStop.topUp', { money })} more={t('cashStop.topUpMore')} />
      ) : model.purpose === 'stay' ? (
        <Choice disposition="bills" words={t('cashStop.bills', { money })} more={t('cashStop.stayMore')} />
      ) : (
        <>
          <Choice disposition="bills" words={t('cashStop.bills', { money })} more={t('cashStop.billsMore')} />
          <Choice disposition="prepayment" words={t('cashStop.prepayment')} more={t('cashStop.prepaymentMore')} />
        </>
      )}
    </Layout>
  );
}

interface ChoiceProps {
  readonly disposition: 'bills' | 'prepayment';
  readonly words: string;
  readonly more: string;
}

function Choice({ disposition, words, more }: ChoiceProps) {
  return (
    <Key intent={{ intent: 'stop-cash', disposition }}>
      <span className="two-lines">
        {words}
        <small>{more}</small>
      </span>
    </Key>
  );
}
