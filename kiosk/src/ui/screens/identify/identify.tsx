import { useTranslation } from 'react-i18next';
import { Layout } from '../../parts/layout.tsx';
import { CardOnReader, CardReading } from '../../pictures/card-pictures.tsx';
import { Pavilion } from '../../pictures/place-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';

export function IdentifyScreen({ model }: { readonly model: ModelOf<'identify'> }) {
  const { t } = useTranslation();
  if (model.cardReader === 'absent') {
    return (
      <Layout said={t('idle.absent')} more={t('idle.absentMore')}>
        <Pavilion />
      </Layout>
    );
  }
  return (
    <Layout said={t('identify.said')} more={t('identify.more')}>
      <div className="picture-large">
        <CardOnReader />
      </div>
    </Layout>
  );
}

export function IdentifyingScreen() {
  const { t } = useTranslation();
  return (
    <Layout said={t('identifying.said')} more={t('identifying.more')}>
      <div className="picture-large">
        <CardReading />
      </div>
    </Layout>
  );
}
