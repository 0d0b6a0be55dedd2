import { useTranslation } from 'react-i18next';
import { Layout } from '../../parts/layout.tsx';
import { Pavilion } from '../../pictures/place-pictures.tsx';

export function StartingScreen() {
  const { t } = useTranslation();
  return (
    <Layout said={t('starting.said')}>
      <Pavilion />
    </Layout>
  );
}
