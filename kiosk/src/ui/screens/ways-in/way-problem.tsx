import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';

export function WayProblemScreen({ model }: { readonly model: ModelOf<'way-problem'> }) {
  const { t } = useTranslation();
  const { title, action } = ownerWords(model.code, model.language);
  return (
    <Layout
      said={title}
      more={action}
      controls={
        <>
          <Key kind="primary" intent={{ intent: 'other-method' }}>
            {t('wayProblem.other')}
          </Key>
          <Key intent={{ intent: 'retry' }}>{t('wayProblem.again')}</Key>
        </>
      }
    >
      <TroublePicture code={model.code} />
      <p className="code">{t('failure.code', { code: model.code })}</p>
    </Layout>
  );
}
