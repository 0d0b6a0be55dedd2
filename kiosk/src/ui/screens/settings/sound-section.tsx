import { useTranslation } from 'react-i18next';
import type { Volume } from '../../../screens/sound.ts';
import { Key } from '../../parts/key.tsx';
import { useUi } from '../../ui-context.ts';
import { SettingsRow } from './settings-row.tsx';

const VOLUMES = [
  [0, 'sound.silent'],
  [1, 'sound.quiet'],
  [2, 'sound.usual'],
  [3, 'sound.loud'],
] as const satisfies readonly (readonly [Volume, string])[];

export function SoundSection() {
  const { t } = useTranslation();
  const { sound } = useUi().model;
  return (
    <SettingsRow name={t('sound.name')}>
      {VOLUMES.map(([volume, word]) => (
        <Key key={volume} chosen={volume === sound.volume} intent={{ intent: 'set-volume', volume }}>
          {t(word)}
        </Key>
      ))}
    </SettingsRow>
  );
}
