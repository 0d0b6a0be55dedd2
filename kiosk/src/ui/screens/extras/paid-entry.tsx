import { businessTime } from '@louting/common/clock';
import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { useFittingPages } from '../../parts/use-fitting-pages.ts';
import type { ModelOf } from '../../ui-context.ts';
import { sayDate } from '../../words/dates.ts';
import { ownerWords } from '../../words/i18n.ts';
import { BackKey } from './asked.tsx';
import './extras.css';

/** One payment, and its receipt once more: on paper, marked as a copy, or on the phone. */
export function PaidEntryScreen({ model }: { readonly model: ModelOf<'paid-entry'> }) {
  const { t } = useTranslation();
  const { entry, copy, language } = model;
  const pages = useFittingPages(entry.lines);
  const trouble = copy === 'trouble';
  const paidAt = businessTime(entry.paidAt);
  return (
    <Layout
      said={t(trouble ? 'paidEntry.trouble' : entry.onBehalf ? 'paidEntry.saidOnBehalf' : 'paidEntry.said')}
      more={
        <>
          {trouble && model.problem !== undefined && <p>{ownerWords(model.problem, language).title}</p>}
          {!trouble && <Amount fen={entry.amountFen} size="hero" />}
          <p>
            {t('paidEntry.when', {
              time: `${sayDate(paidAt.slice(0, 10), language)} ${paidAt.slice(11, 16)}`,
              way: entry.methodName,
            })}
          </p>
        </>
      }
      controls={
        <>
          <Key intent={{ intent: 'reprint-receipt' }} disabled={copy === 'printing' || copy === 'printed'}>
            {t(COPY_WORDS[copy])}
          </Key>
          <BackKey />
        </>
      }
    >
      {trouble ? (
        <div className="pay-slip-code">
          <QrCode content={entry.verifyUrl} label={t('paidEntry.scan')} />
        </div>
      ) : (
        <section className="detail-sheet">
          <ul ref={pages.inside}>
            {pages.shown.map((line, index) => (
              <li key={index} className="detail-line">
                <span className="detail-how">
                  {line.itemName} {line.period}
                </span>
                <Amount fen={line.amountFen} />
              </li>
            ))}
          </ul>
          <p className="paid-receipt">{t('success.number', { number: entry.receiptNumber })}</p>
        </section>
      )}
      {!trouble && <PageKeys pages={pages} />}
    </Layout>
  );
}

const COPY_WORDS = {
  none: 'paidEntry.print',
  printing: 'paidEntry.printing',
  printed: 'paidEntry.printed',
  trouble: 'paidEntry.print',
} as const;
