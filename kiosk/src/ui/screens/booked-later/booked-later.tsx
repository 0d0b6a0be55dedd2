import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { Notice } from '../../parts/notice.tsx';
import { CashWaitsForLine } from '../../pictures/prepayment-pictures.tsx';
import { ReceiptOut } from '../../pictures/result-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './booked-later.css';

/** The cash is inside, the books are not reached: what the owner holds, and what happens by itself. */
export function BookedLaterScreen({ model }: { readonly model: ModelOf<'booked-later'> }) {
  const { t } = useTranslation();
  const { slip, problem } = model;
  return (
    <Layout
      said={t('bookedLater.said')}
      tone="done"
      more={
        <>
          <Amount fen={model.amountFen} size="hero" />
          <p>{t('bookedLater.more')}</p>
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'finish' }} disabled={slip === 'printing'}>
            {t('bookedLater.finish')}
          </Key>
          {slip === 'trouble' && <Key intent={{ intent: 'print-slip' }}>{t('bookedLater.again')}</Key>}
        </>
      }
    >
      {slip !== 'trouble' && <CashWaitsForLine />}
      {slip === 'trouble' ? (
        <Notice
          title={t('bookedLater.trouble')}
          {...(problem === undefined ? {} : { more: ownerWords(problem, model.language).title })}
        />
      ) : (
        <p className="booked-later-paper" role="status">
          <ReceiptOut />
          {t(slip === 'printing' ? 'bookedLater.printing' : 'bookedLater.printed')}
        </p>
      )}
      <dl className="booked-later-facts">
        <dt>{t('bookedLater.reference')}</dt>
        <dd>{model.reference}</dd>
      </dl>
      <p className="booked-later-receipt">{t('bookedLater.receipt')}</p>
    </Layout>
  );
}
