import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { CardAtTerminal } from '../../pictures/terminal-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';

export function BankCardScreen({ model }: { readonly model: ModelOf<'bank-card'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t(`bankCard.${model.stage}`)}
      more={
        <>
          <p>{t(`bankCardMore.${model.stage}`)}</p>
          <Amount fen={model.amountFen} size="hero" />
        </>
      }
      controls={model.canStop ? <Key intent={{ intent: 'other-method' }}>{t('bankCard.other')}</Key> : undefined}
    >
      <CardAtTerminal stage={model.stage} />
    </Layout>
  );
}
