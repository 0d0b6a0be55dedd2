import { useTranslation } from 'react-i18next';
import type { RefundView } from '../../../screens.ts';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PageKeys } from '../../parts/page-keys.tsx';
import { usePages } from '../../parts/pages.ts';
import { CheckingBooks } from '../../pictures/money-pictures.tsx';
import { HouseAtPeace } from '../../pictures/result-pictures.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import { useUi, type ModelOf } from '../../ui-context.ts';
import { sayDay } from '../../words/dates.ts';
import { ownerWords } from '../../words/i18n.ts';
import { SAID, REASON, stepsOf } from './refund-words.ts';
import './refunds.css';

/** One refund a page: how much, why, how far, and by when it arrives. */
export function RefundsScreen({ model }: { readonly model: ModelOf<'refunds'> }) {
  const { t } = useTranslation();
  const pages = usePages(model.refunds ?? [], 1);
  const [refund] = pages.shown;
  if (refund) {
    return (
      <Layout
        said={t(SAID[refund.progress])}
        tone={refund.progress === 'done' ? 'done' : 'plain'}
        more={
          <>
            <Amount fen={refund.amountFen} size="hero" />
            <p>{t(refund.progress === 'rejected' ? 'refunds.rejectedMore' : REASON[refund.reason])}</p>
          </>
        }
        controls={<BackKey />}
      >
        <Steps refund={refund} />
        <PageKeys pages={pages} />
      </Layout>
    );
  }
  if (model.problem === undefined && model.refunds === undefined) {
    return (
      <Layout said={t('refunds.asking')}>
        <CheckingBooks />
      </Layout>
    );
  }
  const words = model.problem === undefined ? undefined : ownerWords(model.problem, model.language);
  return (
    <Layout
      said={words?.title ?? t('refunds.none')}
      more={words?.action}
      controls={
        <>
          <BackKey />
          {words && <Key intent={{ intent: 'retry' }}>{t('failure.retry')}</Key>}
        </>
      }
    >
      {model.problem === undefined ? <HouseAtPeace /> : <TroublePicture code={model.problem} />}
    </Layout>
  );
}

function BackKey() {
  const { t } = useTranslation();
  return (
    <Key kind="primary" intent={{ intent: 'back' }}>
      {t('refunds.back')}
    </Key>
  );
}

function Steps({ refund }: { readonly refund: RefundView }) {
  const { t } = useTranslation();
  const { language } = useUi().model;
  return (
    <ol className="refund-steps">
      {stepsOf(refund).map(({ words, at, by, state }) => (
        <li key={words} data-state={state}>
          <span className="refund-dot" aria-hidden="true" />
          <span className="refund-step">{t(words)}</span>
          <span className="refund-day">
            {at !== undefined && sayDay(at, language)}
            {by !== undefined && t('refunds.by', { day: sayDay(by, language) })}
          </span>
        </li>
      ))}
      <li className="refund-reference">{t('refunds.reference', { reference: refund.reference })}</li>
    </ol>
  );
}
