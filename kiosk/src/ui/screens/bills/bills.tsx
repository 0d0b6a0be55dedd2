import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { PageKeys } from '../../parts/page-keys.tsx';
import { useFittingPages } from '../../parts/use-fitting-pages.ts';
import { Chevron } from '../../pictures/signs.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { disputeWords } from '../dispute/dispute-words.ts';
import { BillLine } from './bill-row.tsx';

export function BillsScreen({ model }: { readonly model: ModelOf<'bills'> }) {
  const { t } = useTranslation();
  const { language } = model;
  const pages = useFittingPages(model.bills);
  return (
    <Layout
      said={t(model.onBehalf ? 'bills.saidOnBehalf' : 'bills.said', { name: model.payerMasked })}
      more={
        <>
          <Amount fen={model.totalFen} size="hero" />
          <p>{t('bills.of', { room: model.roomLabel, count: model.bills.length })}</p>
          {model.disputes.length > 0 && <p>{disputeWords(model.disputes, t)}</p>}
          {model.prepaidFen > 0 && <p>{t('bills.prepaid', { money: sayMoney(model.prepaidFen, language) })}</p>}
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'pay' }}>
            {t('bills.pay', { money: sayMoney(model.totalFen, language) })}
          </Key>
          <div className="key-row">
            {model.bills.length > 1 && <Key intent={{ intent: 'choose-bills' }}>{t('bills.choose')}</Key>}
            <Besides model={model} />
            {model.canSeeMore && (
              <Key kind="quiet" className="key-last" intent={{ intent: 'open', place: 'more' }}>
                {t('bills.more')}
              </Key>
            )}
          </div>
        </>
      }
    >
      <ul className="bill-list" ref={pages.inside}>
        {pages.shown.map((bill) => (
          <li key={bill.billId}>
            <Key kind="plain" className="bill-row" intent={{ intent: 'show-bill', billId: bill.billId }}>
              <BillLine bill={bill} language={language} />
              <span className="bill-more">
                {t('bills.detail')} <Chevron to="right" />
              </span>
            </Key>
          </li>
        ))}
      </ul>
      <PageKeys pages={pages} />
    </Layout>
  );
}

/** A refund to look at goes before money for later, which is offered beside the other fees as well. */
function Besides({ model }: { readonly model: ModelOf<'bills'> }) {
  const { t } = useTranslation();
  if (model.refundCount > 0) {
    return (
      <Key kind="quiet" intent={{ intent: 'show-refunds' }}>
        {t('bills.refunds')}
      </Key>
    );
  }
  if (!model.canTopUp) return null;
  return (
    <Key kind="quiet" intent={{ intent: 'top-up' }}>
      {t('bills.topUp')}
    </Key>
  );
}
