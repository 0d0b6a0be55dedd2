import { useTranslation } from 'react-i18next';
import type { NoticeWay } from '../../../screens/extras.ts';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { PhoneRings } from '../../pictures/offer-pictures.tsx';
import { TickSign } from '../../pictures/signs.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { Asked, BackKey } from './asked.tsx';
import { NOTICE_TYPE_WORDS, NOTICE_WAY_WORDS } from './extras-words.ts';
import './extras.css';

/** First which news, then by which way: one decision a screen. */
export function WishesScreen({ model }: { readonly model: ModelOf<'wishes'> }) {
  const { t } = useTranslation();
  if (!model.loaded) return <Asked problem={model.problem} />;
  return (
    <Layout
      said={t('wishes.said')}
      controls={Object.entries(NOTICE_TYPE_WORDS).map(([type, words]) => (
        <Key key={type} intent={{ intent: 'pick', id: type }}>
          {t(words)}
        </Key>
      ))}
    >
      <PhoneRings />
    </Layout>
  );
}

export function WishScreen({ model }: { readonly model: ModelOf<'wish'> }) {
  const { t } = useTranslation();
  return (
    <Layout
      said={t(NOTICE_TYPE_WORDS[model.type])}
      more={t('wishes.how')}
      picture={<PhoneRings />}
      controls={<BackKey />}
    >
      <ul className="bill-list">
        {Object.entries(NOTICE_WAY_WORDS).map(([way, words]) => {
          const on = model.ways[way as NoticeWay];
          return (
            <li key={way}>
              <Key
                kind="plain"
                className="bill-row bill-choice wish-key"
                intent={{ intent: 'pick', id: way }}
                ticked={on}
              >
                <span className="bill-box">{on && <TickSign />}</span>
                <span className="bill-name">{t(words)}</span>
                <span className="bill-sum">{t(on ? 'wishes.on' : 'wishes.off')}</span>
              </Key>
            </li>
          );
        })}
      </ul>
    </Layout>
  );
}
