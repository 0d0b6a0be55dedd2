import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../parts/key.tsx';
import { useLandscape } from '../parts/use-landscape.ts';
import { ArrowBack, BellSign, CrossSign, GlobeSign, LettersSign, PavilionSign } from '../pictures/signs.tsx';
import { SpeakerSign } from '../pictures/sound-signs.tsx';
import { Settings } from '../screens/settings/settings.tsx';
import { useUi } from '../ui-context.ts';
import { HelpLine } from './help-line.tsx';
import { PracticeBar } from './practice-bar.tsx';
import { KioskNumber } from './kiosk-number.tsx';
import { HelpPanel } from './help-panel.tsx';
import { StillThere } from './still-there.tsx';
import { useClock } from './use-clock.ts';
import './frame.css';

/** Who, where and when at the top; the same keys at the same places at the bottom of every screen. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { model } = useUi();
  const clock = useClock();
  const landscape = useLandscape();
  const covered = model.stillThere !== undefined;
  const settingsOpen = model.settings === 'open';
  return (
    <>
      <div className="frame" inert={covered || model.helpPanel !== undefined}>
        <div className="frame-top">
          <PavilionSign />
          <strong className="frame-community">{model.community[model.language]}</strong>
          <KioskNumber />
          <span className="frame-clock">{clock}</span>
        </div>
        <div
          className="frame-screen"
          data-screen={model.screen}
          inert={settingsOpen}
          key={`${model.screen} ${model.mode} ${model.language} ${model.lowered} ${model.profile} ${landscape}`}
        >
          {children}
        </div>
        {settingsOpen && <Settings />}
        {model.practice ? (
          <PracticeBar {...model.practice} />
        ) : (
          <p className="frame-phone" data-help={model.help} role="status">
            <HelpLine />
          </p>
        )}
        <nav className="frame-corners">
          <Corner
            shown={model.canGoBack || settingsOpen}
            intent={settingsOpen ? 'close-settings' : 'back'}
            sign={<ArrowBack />}
            text={t('frame.back')}
          />
          <HearCorner />
          <Corner intent="help" sign={<BellSign />} text={t('frame.help')} />
          <ModeCorner />
          <SettingsCorner />
          <Corner shown={model.canCancel} intent="cancel" sign={<CrossSign />} text={t('frame.cancel')} />
        </nav>
      </div>
      {!covered && model.helpPanel && <HelpPanel {...model.helpPanel} />}
      {model.stillThere !== undefined && <StillThere {...model.stillThere} />}
    </>
  );
}

const AUDIBLE = 2;

interface CornerProps {
  readonly shown?: boolean;
  readonly intent: 'back' | 'help' | 'cancel' | 'close-settings';
  readonly sign: ReactNode;
  readonly text: string;
}

/** A corner that is not offered leaves its place empty, so that the others never move. */
function Corner({ shown = true, intent, sign, text }: CornerProps) {
  if (!shown) return <span />;
  return (
    <Key kind="plain" className="corner" intent={{ intent }}>
      {sign}
      <span>{text}</span>
    </Key>
  );
}

/** What this screen says, once more; to who silenced it, its voice again. */
function HearCorner() {
  const { t } = useTranslation();
  const muted = useUi().model.sound.volume === 0;
  return (
    <Key
      kind="plain"
      className="corner"
      label={muted ? t('frame.unmute') : `${t('frame.again')} · ${t('sound.again')}`}
      intent={muted ? { intent: 'set-volume', volume: AUDIBLE } : { intent: 'hear-again' }}
    >
      <SpeakerSign muted={muted} />
      <span>{t(muted ? 'frame.unmute' : 'frame.again')}</span>
    </Key>
  );
}

function ModeCorner() {
  const { t } = useTranslation();
  const elder = useUi().model.mode === 'elder';
  return (
    <Key
      kind="plain"
      className="corner"
      intent={{ intent: 'set-mode', mode: elder ? 'standard' : 'elder' }}
      label={`${t(elder ? 'frame.standard' : 'frame.elder')} · ${t(elder ? 'frame.standardLabel' : 'frame.elderLabel')}`}
    >
      <LettersSign />
      <span>{t(elder ? 'frame.standard' : 'frame.elder')}</span>
    </Key>
  );
}

/** Language, colours, sound and lower keys; pressed once more, or "back", they are put away. */
function SettingsCorner() {
  const { t } = useTranslation();
  const open = useUi().model.settings === 'open';
  return (
    <Key
      kind="plain"
      className="corner"
      chosen={open}
      label={`${t('frame.settings')} · ${t('frame.settingsLabel')}`}
      intent={{ intent: open ? 'close-settings' : 'show-settings' }}
    >
      <GlobeSign />
      <span>{t('frame.settings')}</span>
    </Key>
  );
}
