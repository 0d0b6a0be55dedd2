import { useTranslation } from 'react-i18next';
import { Layout } from '../../parts/layout.tsx';
import { HandWaves } from '../../pictures/place-pictures.tsx';

export function GoodbyeScreen() {
  const { t } = useTranslation();
  return (
    <Layout said={t('goodbye.said')} more={t('goodbye.more')}>
      <div className="picture-large">
        <HandWaves />
      </div>
    </Layout>
  );
}
