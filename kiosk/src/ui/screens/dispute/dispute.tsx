import { useTranslation } from 'react-i18next';
import type { Complaint } from '../../../screens/help-desk.ts';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { BillQuestion, NotedDown } from '../../pictures/help-pictures.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './dispute.css';

const COMPLAINTS = [
  ['wrong-amount', 'dispute.amount'],
  ['not-ours', 'dispute.notOurs'],
  ['already-paid', 'dispute.paid'],
  ['not-clear', 'dispute.notClear'],
] as const satisfies readonly (readonly [Complaint, string])[];

/** Four answers alike: none is better for the owner. */
export function DisputeScreen({ model }: { readonly model: ModelOf<'dispute'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('dispute.said', { item: model.itemName[model.language] })}
      more={t(model.sending ? 'dispute.sending' : 'dispute.more')}
      controls={COMPLAINTS.map(([complaint, words]) => (
        <Key
          key={complaint}
          className="dispute-answer"
          intent={{ intent: 'complain', complaint }}
          disabled={model.sending}
        >
          {t(words)}
        </Key>
      ))}
    >
      <BillQuestion />
    </Layout>
  );
}

export function DisputeNotedScreen({ model }: { readonly model: ModelOf<'dispute-noted'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('dispute.noted')}
      tone="done"
      more={
        <>
          <p>{t('dispute.days', { days: model.days })}</p>
          <p>{t('dispute.wait')}</p>
        </>
      }
      controls={
        <Key kind="primary" intent={{ intent: 'finish' }}>
          {t('dispute.finish')}
        </Key>
      }
    >
      <NotedDown />
      <p className="dispute-number">
        {t('dispute.number')} <strong>{model.reference}</strong>
      </p>
    </Layout>
  );
}

export function DisputeRefusedScreen({ model }: { readonly model: ModelOf<'dispute-refused'> }) {
  const { t } = useTranslation();
  const { title, action } = ownerWords(model.code, model.language);
  return (
    <Layout
      said={title}
      more={action}
      controls={
        <Key kind="primary" intent={{ intent: 'finish' }}>
          {t('dispute.finish')}
        </Key>
      }
    >
      <TroublePicture code={model.code} />
      <p className="code">{t('failure.code', { code: model.code })}</p>
    </Layout>
  );
}
