import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { sayDay } from '../../words/dates.ts';
import { ownerWords } from '../../words/i18n.ts';
import { Asked } from './asked.tsx';
import './extras.css';

/** A code that lets somebody else pay: printed to be handed over, or taken with a phone. */
export function PaySlipScreen({ model }: { readonly model: ModelOf<'pay-slip'> }) {
  const { t } = useTranslation();
  const { url, validUntil = '', paper, language } = model;
  if (url === undefined) return <Asked problem={model.problem} />;
  return (
    <Layout
      said={t(paper === 'trouble' ? 'paySlip.trouble' : 'paySlip.said')}
      more={
        <>
          <Amount fen={model.amountFen} size="amount" />
          <p>
            {paper === 'trouble' && model.problem !== undefined
              ? ownerWords(model.problem, language).title
              : t('paySlip.more', { day: sayDay(validUntil, language) })}
          </p>
        </>
      }
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'print-slip' }} disabled={paper === 'printing' || paper === 'printed'}>
            {t(PAPER_WORDS[paper])}
          </Key>
          <Key kind="quiet" intent={{ intent: 'cancel-slips' }} disabled={paper === 'printing'}>
            {t('paySlip.cancel')}
          </Key>
        </>
      }
    >
      <div className="pay-slip-code">
        <QrCode content={url} label={t('paySlip.scan')} />
      </div>
    </Layout>
  );
}

const PAPER_WORDS = {
  none: 'paySlip.print',
  printing: 'paySlip.printing',
  printed: 'paySlip.printed',
  trouble: 'paySlip.print',
} as const;
