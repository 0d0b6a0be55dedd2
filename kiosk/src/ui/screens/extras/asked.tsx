import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { CheckingBooks } from '../../pictures/money-pictures.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import { useUi } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';

/** What stands there while the server is being asked, and when it did not answer. */
export function Asked({ problem }: { readonly problem?: string | undefined }) {
  const { t } = useTranslation();
  const { language } = useUi().model;
  if (problem === undefined) {
    return (
      <Layout said={t('extras.asking')}>
        <CheckingBooks />
      </Layout>
    );
  }
  const words = ownerWords(problem, language);
  return (
    <Layout
      said={words.title}
      more={words.action}
      controls={
        <>
          <BackKey />
          <Key intent={{ intent: 'retry' }}>{t('failure.retry')}</Key>
        </>
      }
    >
      <TroublePicture code={problem} />
    </Layout>
  );
}

export function BackKey() {
  const { t } = useTranslation();
  return (
    <Key kind="primary" intent={{ intent: 'back' }}>
      {t('extras.back')}
    </Key>
  );
}
