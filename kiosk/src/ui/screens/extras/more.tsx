import { useTranslation } from 'react-i18next';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { Pavilion } from '../../pictures/place-pictures.tsx';
import { MORE_SAID, MORE_WORDS } from './extras-words.ts';
import type { ModelOf } from '../../ui-context.ts';

/** Everything beside paying the bills, one touch away from them. */
export function MoreScreen({ model }: { readonly model: ModelOf<'more'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t(MORE_SAID[model.group])}
      controls={model.places.map((place) => (
        <Key key={place} kind="second" intent={{ intent: 'open', place }}>
          {t(MORE_WORDS[place])}
        </Key>
      ))}
    >
      <Pavilion />
    </Layout>
  );
}
