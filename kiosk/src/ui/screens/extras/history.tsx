import { businessDate } from '@louting/common/clock';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../screens.ts';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { useFittingPages } from '../../parts/use-fitting-pages.ts';
import { Chevron } from '../../pictures/signs.tsx';
import { InvoiceSheet } from '../../pictures/invoice-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { sayDay } from '../../words/dates.ts';
import { Asked, BackKey } from './asked.tsx';
import './extras.css';

/** What the household paid, a year at a time, the newest first. */
export function HistoryScreen({ model }: { readonly model: ModelOf<'history'> }) {
  return model.entries === undefined ? <Asked problem={model.problem} /> : <Year key={model.year} model={model} />;
}

function Year({ model }: { readonly model: ModelOf<'history'> }) {
  const { t } = useTranslation();
  const { language, year = 0, years, entries = [] } = model;
  const pages = useFittingPages(entries);
  const sumFen = entries.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const [later, earlier] = [year + 1, year - 1].map((one) => (years.includes(one) ? String(one) : undefined));
  return (
    <Layout
      said={entries.length === 0 ? t('history.none', { year }) : t('history.said', { year, count: entries.length })}
      picture={entries.length > 0 && <InvoiceSheet />}
      more={entries.length > 0 && <Amount fen={sumFen} size="amount" />}
      controls={
        <>
          <div className="key-row">
            {earlier !== undefined && (
              <Key kind="quiet" intent={{ intent: 'pick', id: earlier }}>
                {t('history.year', { year: earlier })}
              </Key>
            )}
            {later !== undefined && (
              <Key kind="quiet" intent={{ intent: 'pick', id: later }}>
                {t('history.year', { year: later })}
              </Key>
            )}
          </div>
          <BackKey />
        </>
      }
    >
      {entries.length === 0 && <InvoiceSheet />}
      <ul className="bill-list" ref={pages.inside}>
        {pages.shown.map((entry) => (
          <li key={entry.orderId}>
            <Key kind="plain" className="bill-row" intent={{ intent: 'pick', id: entry.orderId }}>
              <span className="bill-name">{sayDay(businessDate(entry.paidAt), language)}</span>
              <span className="bill-sum">
                <Amount fen={entry.amountFen} />
              </span>
              <span className="bill-period">{whatFor(entry.lines, language)}</span>
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

function whatFor(lines: readonly { readonly itemName: string }[], language: Language): string {
  return [...new Set(lines.map(({ itemName }) => itemName))].join(language === 'en' ? ', ' : '、');
}
