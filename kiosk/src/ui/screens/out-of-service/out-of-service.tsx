import { useTranslation } from 'react-i18next';
import { Layout } from '../../parts/layout.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import { PhoneSign } from '../../pictures/signs.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import './out-of-service.css';

export function OutOfServiceScreen({ model }: { readonly model: ModelOf<'out-of-service'> }) {
  const { t } = useTranslation();
  const { title, action } = ownerWords(model.code, model.language);
  return (
    <Layout said={title} more={action}>
      <TroublePicture code={model.code} />
      <p className="out-where">{t('outOfService.where')}</p>
      {model.servicePhone !== '' && (
        <p className="out-phone">
          <PhoneSign /> {model.servicePhone}
        </p>
      )}
      <p className="code">{t('outOfService.code', { code: model.code })}</p>
    </Layout>
  );
}
