import { useTranslation } from 'react-i18next';
import { Layout } from '../../parts/layout.tsx';
import { PavilionResting } from '../../pictures/place-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';

export function OutOfServiceScreen({ model }: { readonly model: ModelOf<'out-of-service'> }) {
  const { t } = useTranslation();
  const { title, action } = ownerWords(model.code, model.language);
  return (
    <Layout said={title} more={action}>
      <PavilionResting />
      <p>{t('outOfService.where')}</p>
      <p className="code">{t('outOfService.code', { code: model.code })}</p>
    </Layout>
  );
}
