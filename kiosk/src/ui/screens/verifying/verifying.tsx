import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { CheckingBooks } from '../../pictures/money-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './verifying.css';

export function VerifyingScreen({ model }: { readonly model: ModelOf<'verifying'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('verifying.said')}
      more={t('verifying.more')}
      controls={
        model.slip === 'none' ? (
          <Key intent={{ intent: 'print-slip' }}>{t('verifying.slip')}</Key>
        ) : (
          <p className="verifying-slip" role="status">
            {t(model.slip === 'printing' ? 'verifying.printing' : 'verifying.printed')}
          </p>
        )
      }
    >
      <CheckingBooks />
      <dl className="verifying-facts">
        <dt>{t('verifying.amount')}</dt>
        <dd>
          <Amount fen={model.amountFen} size="amount" />
        </dd>
        <dt>{t('verifying.reference')}</dt>
        <dd className="verifying-reference">{model.reference}</dd>
      </dl>
    </Layout>
  );
}
