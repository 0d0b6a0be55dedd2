import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Intent } from '../../../screens.ts';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { Notice } from '../../parts/notice.tsx';
import { BookPaysBill, PaidTwice } from '../../pictures/prepayment-pictures.tsx';
import { TickSign } from '../../pictures/signs.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './agreement.css';

/** One question at a time; neither answer is the large green one, because neither is better for the owner. */
export function AgreementScreen({ model }: { readonly model: ModelOf<'agreement'> }) {
  const { t } = useTranslation();
  const { agreement, problem, saving } = model;
  const firstQuestion = model.question === 'auto-use';
  return (
    <Layout
      said={t(firstQuestion ? 'agreement.autoUse' : 'agreement.duplicate')}
      more={saving ? t('agreement.saving') : t(firstQuestion ? 'agreement.first' : 'agreement.second')}
      aside={problem && <Notice title={t('agreement.problem')} more={ownerWords(problem, model.language).title} />}
    >
      {firstQuestion ? <BookPaysBill /> : <PaidTwice />}
      {firstQuestion ? (
        <>
          <Answer
            intent={{ intent: 'agree-auto-use', yes: true }}
            words={t('agreement.yes')}
            more={t('agreement.yesMore')}
            chosen={agreement?.autoUsePrepayment === true}
          />
          <Answer
            intent={{ intent: 'agree-auto-use', yes: false }}
            words={t('agreement.no')}
            more={t('agreement.noMore')}
            chosen={agreement?.autoUsePrepayment === false}
          />
        </>
      ) : (
        <>
          <Answer
            intent={{ intent: 'agree-duplicate', disposition: 'refund' }}
            words={t('agreement.refund')}
            more={t('agreement.refundMore')}
            chosen={agreement?.duplicatePayment === 'refund'}
            disabled={saving}
          />
          <Answer
            intent={{ intent: 'agree-duplicate', disposition: 'prepayment' }}
            words={t('agreement.keep')}
            more={t('agreement.keepMore')}
            chosen={agreement?.duplicatePayment === 'prepayment'}
            disabled={saving}
          />
        </>
      )}
    </Layout>
  );
}

interface AnswerProps {
  readonly intent: Intent;
  readonly words: ReactNode;
  readonly more: ReactNode;
  /** What was agreed before. */
  readonly chosen: boolean;
  readonly disabled?: boolean;
}

function Answer({ intent, words, more, chosen, disabled = false }: AnswerProps) {
  const { t } = useTranslation();
  return (
    <Key className="agreement-answer" intent={intent} disabled={disabled}>
      <span className="two-lines">
        {words}
        <small>{more}</small>
      </span>
      {chosen && (
        <span className="agreement-chosen">
          <TickSign /> {t('agreement.chosen')}
        </span>
      )}
    </Key>
  );
}
