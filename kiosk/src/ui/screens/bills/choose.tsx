import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { sayMoney } from '../../parts/money-words.ts';
import { PageKeys } from '../../parts/page-keys.tsx';
import { useFittingPages } from '../../parts/use-fitting-pages.ts';
import { TickSign } from '../../pictures/signs.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { BillLine } from './bill-row.tsx';

export function ChooseScreen({ model }: { readonly model: ModelOf<'choose'> }) {
  const { t } = useTranslation();
  const { language } = model;
  const pages = useFittingPages(model.bills);
  const nothing = model.chosenFen === 0;
  return (
    <Layout
      said={t('choose.said')}
      more={
        <p className="choose-sum">
          {t('choose.sum')} <Amount fen={model.chosenFen} size="amount" />
        </p>
      }
      controls={
        <Key kind="primary" intent={{ intent: 'pay' }} disabled={nothing}>
          {nothing ? t('choose.none') : t('choose.pay', { money: sayMoney(model.chosenFen, language) })}
        </Key>
      }
    >
      <ul className="bill-list" ref={pages.inside}>
        {pages.shown.map((bill) => (
          <li key={bill.billId}>
            <Key
              kind="plain"
              className="bill-row bill-choice"
              intent={{ intent: 'toggle-bill', billId: bill.billId }}
              ticked={bill.ticked}
            >
              <span className="bill-box">{bill.ticked && <TickSign />}</span>
              <BillLine bill={bill} language={language} />
            </Key>
          </li>
        ))}
      </ul>
      <PageKeys pages={pages} />
    </Layout>
  );
}
