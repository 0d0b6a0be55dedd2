import { useTranslation } from 'react-i18next';
import { Camera } from '../../camera/camera.tsx';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PhoneToScanner } from '../../pictures/phone-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';

export function PayerCodeScreen({ model }: { readonly model: ModelOf<'payer-code'> }) {
  const { t } = useTranslation();
  const problem = model.problem === undefined ? undefined : ownerWords(model.problem, model.language);
  return (
    <Layout
      said={t(model.camera ? 'payerCode.cameraSaid' : 'payerCode.said')}
      more={
        <>
          <p>{t('payerCode.more')}</p>
          <Amount fen={model.amountFen} size="hero" />
        </>
      }
      aside={problem && <Notice title={problem.title} more={problem.action} />}
      controls={<Key intent={{ intent: 'other-method' }}>{t('payerCode.other')}</Key>}
    >
      {model.camera ? <Camera until={<PhoneToScanner />} /> : <PhoneToScanner />}
    </Layout>
  );
}
