import { useEffect, useRef, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../screens.ts';
import { PROFILES, sizesOf } from '../../../screens/profiles.ts';
import type { Theme } from '../../../screens/settings.ts';
import { Key } from '../../parts/key.tsx';
import { useUi } from '../../ui-context.ts';
import { SettingsRow } from './settings-row.tsx';
import { SoundSection } from './sound-section.tsx';
import './settings.css';

/** From above to below; each is one row of keys with a word before it. */
const SECTIONS: readonly ComponentType[] = [SoundSection, LanguageSection, ThemeSection, HeightSection];

/** Lies over the lower part of the screen, so that what is chosen is seen at once on the part that stays free. */
export function Settings() {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="settings" aria-labelledby="settings-said">
      <div className="settings-panel">
        <h1 id="settings-said" ref={heading} tabIndex={-1}>
          {t('settings.said')}
        </h1>
        {SECTIONS.map((Section) => (
          <Section key={Section.name} />
        ))}
        <Key kind="primary" className="settings-end" intent={{ intent: 'close-settings' }}>
          {t('settings.close')}
        </Key>
      </div>
    </section>
  );
}

/** Each in its own letters: who looks for a language cannot read the others. */
const LANGUAGES: Readonly<Record<Language, string>> = { 'zh-CN': '简体', 'zh-TW': '繁體', en: 'English' };

function LanguageSection() {
  const { t } = useTranslation();
  const { language } = useUi().model;
  return (
    <SettingsRow name={t('settings.language')}>
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <Key key={one} lang={one} chosen={one === language} intent={{ intent: 'set-language', language: one }}>
          {LANGUAGES[one]}
        </Key>
      ))}
    </SettingsRow>
  );
}

const THEMES: readonly Theme[] = ['day', 'night', 'contrast'];

/** Each key wears the colours it stands for. */
function ThemeSection() {
  const { t } = useTranslation();
  const { theme } = useUi().model;
  return (
    <SettingsRow name={t('settings.theme')}>
      {THEMES.map((one) => (
        <div key={one} className="settings-swatch">
          <div data-theme={one}>
            <Key className="settings-theme" chosen={one === theme} intent={{ intent: 'set-theme', theme: one }}>
              {t(`settings.${one}`)}
            </Key>
          </div>
        </div>
      ))}
    </SettingsRow>
  );
}

function HeightSection() {
  const { t } = useTranslation();
  const { lowered, profile } = useUi().model;
  // A panel that ends within reach of everybody has nothing to bring down.
  if (sizesOf(PROFILES[profile]).reachRem.lowered === 0) return null;
  return (
    <SettingsRow name={t('settings.keys')}>
      <Key chosen={!lowered} intent={{ intent: 'set-lowered', lowered: false }}>
        {t('settings.usual')}
      </Key>
      <Key chosen={lowered} intent={{ intent: 'set-lowered', lowered: true }}>
        {t('settings.lowered')}
      </Key>
    </SettingsRow>
  );
}
