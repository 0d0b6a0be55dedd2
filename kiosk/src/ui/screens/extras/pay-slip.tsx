import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { sayDay } from '../../words/dates.ts';
import { ownerWords } from '../../words/i18n.ts';
import { Asked, BackKey } from './asked.tsx';
import './extras.css';

const SAID = {
  none: 'paySlip.said',
  printing: 'paySlip.said',
  printed: 'paySlip.printed',
  trouble: 'paySlip.trouble',
} as const;

/** A code that lets somebody else pay: printed to be handed over, or taken with a phone. */
export function PaySlipScreen({ model }: { readonly model: ModelOf<'pay-slip'> }) {
  const { t } = useTranslation();
  const { url, validUntil = '', paper, language } = model;
  if (url === undefined) return <Asked problem={model.problem} />;
  return (
    <Layout
      said={t(SAID[paper])}
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
          {paper === 'printed' ? (
            <BackKey />
          ) : (
            <Key kind="primary" intent={{ intent: 'print-slip' }} disabled={paper === 'printing'}>
              {t(paper === 'printing' ? 'paySlip.printing' : 'paySlip.print')}
            </Key>
          )}
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
