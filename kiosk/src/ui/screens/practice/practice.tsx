import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { CardOnReader } from '../../pictures/card-pictures.tsx';
import { Tick } from '../../pictures/result-pictures.tsx';

/** Where a practice begins: no card is needed for it. */
export function PracticeScreen() {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('practice.said')}
      more={t('practice.more')}
      controls={
        <Key kind="primary" intent={{ intent: 'pretend' }}>
          {t('practice.card')}
        </Key>
      }
    >
      <CardOnReader />
    </Layout>
  );
}

export function PracticeOverScreen() {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('practice.over')}
      tone="done"
      more={t('practice.overMore')}
      controls={
        <Key kind="primary" intent={{ intent: 'finish' }}>
          {t('practice.finish')}
        </Key>
      }
    >
      <Tick />
    </Layout>
  );
}
