import { useTranslation } from 'react-i18next';
import { Key } from '../parts/key.tsx';
import { SpeakerSign } from '../pictures/sound-signs.tsx';
import { useUi } from '../ui-context.ts';

/** Says the screen once more; where it was muted, gives it its voice back. */
export function SoundCorner() {
  const { t } = useTranslation();
  const muted = useUi().model.sound.volume === 0;
  return (
    <Key
      kind="plain"
      className="corner"
      intent={muted ? { intent: 'set-volume', volume: 2 } : { intent: 'hear-again' }}
      label={`${t(muted ? 'sound.muted' : 'sound.again')} · ${t(muted ? 'sound.mutedLabel' : 'sound.againLabel')}`}
    >
      <SpeakerSign muted={muted} />
      <span>{t(muted ? 'sound.muted' : 'sound.again')}</span>
    </Key>
  );
}
