import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { nextWords } from '../../parts/next-words.ts';
import { HouseAtPeace } from '../../pictures/result-pictures.tsx';
import { disputeWords } from '../dispute/dispute-words.ts';
import type { ModelOf } from '../../ui-context.ts';

export function NothingOwedScreen({ model }: { readonly model: ModelOf<'nothing-owed'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t(model.onBehalf ? 'nothingOwed.saidOnBehalf' : 'nothingOwed.said', { name: model.payerMasked })}
      tone="done"
      more={
        <>
          <p>{t('nothingOwed.more', { room: model.roomLabel })}</p>
          {model.disputes.length > 0 && <p>{disputeWords(model.disputes, t)}</p>}
          {model.prepaidFen > 0 && (
            <p>{t('nothingOwed.prepaid', { money: sayMoney(model.prepaidFen, model.language) })}</p>
          )}
          {model.nextDueDate !== undefined && (
            <p>{nextWords({ leftFen: 0, dueDate: model.nextDueDate }, model.language, t)}</p>
          )}
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'finish' }}>
            {t('nothingOwed.finish')}
          </Key>
          {model.refundCount > 0 && <Key intent={{ intent: 'show-refunds' }}>{t('bills.refunds')}</Key>}
          <div className="key-row">
            {model.canTopUp && (
              <Key kind="quiet" intent={{ intent: 'top-up' }}>
                {t('bills.topUp')}
              </Key>
            )}
            {model.canSeeMore && (
              <Key kind="quiet" intent={{ intent: 'open', place: 'more' }}>
                {t('bills.more')}
              </Key>
            )}
          </div>
        </>
      }
    >
      <div className="picture-large">
        <HouseAtPeace />
      </div>
    </Layout>
  );
}
