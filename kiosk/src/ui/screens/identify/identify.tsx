import { useTranslation } from 'react-i18next';
import type { Language } from '../../../screens.ts';
import type { WayChoice } from '../../../screens/ways-in.ts';
import { Camera } from '../../camera/camera.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { CardOnReader, CardReading } from '../../pictures/card-pictures.tsx';
import { Chevron } from '../../pictures/signs.tsx';
import { TroublePicture } from '../../pictures/trouble-picture.tsx';
import { WayPicture } from '../../pictures/way-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { ownerWords } from '../../words/i18n.ts';
import '../method/method.css';

const NAMES = {
  card: 'identify.card',
  'owner-phone': 'identify.phone',
  'phone-code': 'identify.number',
  room: 'identify.room',
} as const;
const HOW = {
  card: 'identify.cardMore',
  'owner-phone': 'identify.phoneMore',
  'phone-code': 'identify.numberMore',
  room: 'identify.roomMore',
} as const;

export function IdentifyScreen({ model }: { readonly model: ModelOf<'identify'> }) {
  const { t } = useTranslation();
  return (
    <Layout said={t('identify.said')} more={t('identify.more')} aside={model.camera && <SlipCamera />}>
      <ul className="method-list">
        {model.ways.map((choice) => (
          <li key={choice.way}>
            <WayKey choice={choice} language={model.language} />
          </li>
        ))}
      </ul>
    </Layout>
  );
}

/** Whoever has a slip of a neighbour holds it here. */
function SlipCamera() {
  return (
    <div className="camera-small">
      <Camera until={null} />
    </div>
  );
}

function WayKey({ choice, language }: { readonly choice: WayChoice; readonly language: Language }) {
  const { t } = useTranslation();
  const { way, available, reason = 'LT-1016' } = choice;
  return (
    <Key className="method-key" intent={{ intent: 'choose-way', way }} disabled={!available}>
      <WayPicture way={way} />
      <span className="method-words">
        <span className="method-name">{t(NAMES[way])}</span>
        <span className="method-how">{available ? t(HOW[way]) : ownerWords(reason, language).title}</span>
      </span>
      {available && <Chevron to="right" />}
    </Key>
  );
}

export function PresentCardScreen({ model }: { readonly model: ModelOf<'present-card'> }) {
  const { t } = useTranslation();
  if (model.cardReader === 'absent') {
    return (
      <Layout said={t('idle.absent')} more={t('idle.absentMore')}>
        <TroublePicture code="LT-3001" />
      </Layout>
    );
  }
  return (
    <Layout said={t('presentCard.said')} more={t('presentCard.more')}>
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
