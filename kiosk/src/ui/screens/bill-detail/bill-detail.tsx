import { useTranslation } from 'react-i18next';
import type { BillView } from '../../../screens.ts';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { useFittingPages } from '../../parts/use-fitting-pages.ts';
import type { ModelOf } from '../../ui-context.ts';
import { sayDay, sayPeriod } from '../../words/dates.ts';
import { disputeWords } from '../dispute/dispute-words.ts';
import { Readings } from './readings.tsx';
import './bill-detail.css';

/** Shows how a bill was worked out, so that nobody has to ask. */
export function BillDetailScreen({ model }: { readonly model: ModelOf<'bill-detail'> }) {
  const { t } = useTranslation();
  const { bill, language } = model;
  const { dispute: asked } = bill;
  const pages = useFittingPages(bill.lines);
  return (
    <Layout
      said={bill.itemName[language]}
      more={
        <p>
          {bill.roomLabel !== undefined && `${bill.roomLabel} · `}
          {sayPeriod(bill.periodFrom, bill.periodTo, language)} ·{' '}
          {bill.overdue ? t('bills.overdue') : t('billDetail.due', { day: sayDay(bill.dueDate, language) })}
        </p>
      }
      aside={bill.readings && <Readings {...bill.readings} unit={bill.readings.unit[language]} />}
      controls={
        <>
          {asked && <p className="detail-asked">{disputeWords([asked], t)}</p>}
          <div className="detail-keys">
            {asked?.progress !== 'received' && asked?.progress !== 'being-checked' && (
              <Key kind="quiet" intent={{ intent: 'dispute-bill' }}>
                {t('billDetail.wrong')}
              </Key>
            )}
            <Key kind="primary" intent={{ intent: 'back' }}>
              {t('billDetail.back')}
            </Key>
          </div>
        </>
      }
    >
      <section className="detail-sheet">
        <h2>{t('billDetail.how')}</h2>
        <ul ref={pages.inside}>
          {pages.shown.map((line, index) => (
            <li key={index} className="detail-line">
              <span className="detail-how">{line.explanation[language]}</span>
              <Amount fen={line.amountFen} />
              {line.tier !== undefined && <Bar bill={bill} amountFen={line.amountFen} />}
            </li>
          ))}
        </ul>
        <p className="detail-total">
          <span>{t('billDetail.total')}</span>
          <Amount fen={bill.amountFen} />
        </p>
        {bill.outstandingFen !== bill.amountFen && (
          <p className="detail-total">
            <span>{t('billDetail.left')}</span>
            <Amount fen={bill.outstandingFen} />
          </p>
        )}
      </section>
      <PageKeys pages={pages} />
    </Layout>
  );
}

/** The tier's share of the bill as a bar. */
function Bar({ bill, amountFen }: { readonly bill: BillView; readonly amountFen: number }) {
  const whole = Math.max(1, ...bill.lines.map((line) => line.amountFen));
  return (
    <svg className="detail-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" fill="var(--hair)" />
      <rect width={Math.max(1, (amountFen / whole) * 100)} height="4" fill="var(--go)" />
    </svg>
  );
}
