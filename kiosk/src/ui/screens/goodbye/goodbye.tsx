import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { FacePicture } from '../../pictures/help-pictures.tsx';
import { HandWaves } from '../../pictures/place-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import './goodbye.css';

const FACES = [
  ['good', 'goodbye.good'],
  ['fair', 'goodbye.fair'],
  ['poor', 'goodbye.poor'],
] as const;

/** The farewell; after a payment one touch says how it went, and nobody has to. */
export function GoodbyeScreen({ model }: { readonly model: ModelOf<'goodbye'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t('goodbye.said')}
      more={t(model.survey === 'given' ? 'goodbye.noted' : 'goodbye.more')}
      controls={
        model.survey === 'asked' && (
          <>
            <p className="goodbye-ask">{t('goodbye.ask')}</p>
            <div className="goodbye-faces">
              {FACES.map(([face, words]) => (
                <Key key={face} className="goodbye-face" intent={{ intent: 'give-face', face }}>
                  <FacePicture face={face} />
                  {t(words)}
                </Key>
              ))}
            </div>
          </>
        )
      }
    >
      <div className="picture-large">
        <HandWaves />
      </div>
    </Layout>
  );
}
