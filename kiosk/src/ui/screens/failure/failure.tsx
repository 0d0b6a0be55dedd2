import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { MoneySign } from '../../pictures/money-sign.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './failure.css';

/** What happened, where the money is, what to do now. */
export function FailureScreen({ model }: { readonly model: ModelOf<'failure'> }) {
  const { t } = useTranslation();
  const { title, action } = ownerWords(model.code, model.language);
  return (
    <Layout
      said={title}
      tone={model.money === 'being-verified' ? 'plain' : 'stop'}
      controls={
        <>
          {model.canRetry ? (
            <>
              <Key kind="primary" intent={{ intent: 'retry' }}>
                {t('failure.retry')}
              </Key>
              <Key kind="quiet" intent={{ intent: 'finish' }}>
                {t('failure.finish')}
              </Key>
            </>
          ) : (
            <Key kind="primary" intent={{ intent: 'finish' }}>
              {t('failure.done')}
            </Key>
          )}
          <p className="code">
            {t('failure.code', { code: model.code })}
            {model.reference !== undefined && ` · ${t('failure.reference', { reference: model.reference })}`}
          </p>
        </>
      }
    >
      <TroublePicture code={model.code} />
      <dl className="failure-facts">
        <dt>{t('failure.money')}</dt>
        <dd className="failure-money">
          <MoneySign money={model.money} />
          {t(`failure.${model.money}`)}
        </dd>
        <dt>{t('failure.do')}</dt>
        <dd>{action}</dd>
      </dl>
    </Layout>
  );
}
