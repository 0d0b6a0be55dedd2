import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { DisplayMode, Language } from '../../screens.ts';
import '../styles/fonts.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import { Frame } from '../frame/frame.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ScreenView } from '../screens/screen-view.tsx';
import { UiContext } from '../ui-context.ts';
import { useAppearance } from '../words/use-appearance.ts';
import { measureCode } from './measure-code.ts';
import { measureScreen } from './measure-screen.ts';
import { SAMPLES, SAMPLE_FRAME } from './samples.ts';
import './gallery.css';

const MODES: readonly DisplayMode[] = ['standard', 'elder'];
const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

/** `#<sample>/<mode>/<language>` draws one screen; without it all of them are listed. */
function Gallery() {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const follow = (): void => setHash(window.location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const [name = '', mode = 'standard', language = 'zh-CN'] = hash.slice(1).split('/');
  const chosen = { mode: mode as DisplayMode, language: language as Language };
  useAppearance(chosen.language, chosen.mode);
  if (name === 'waiting') return <Waiting />;
  const sample = SAMPLES.find((one) => one.name === name);
  if (sample === undefined) return <Index />;
  const model = { ...SAMPLE_FRAME, ...sample.frame, ...chosen, ...sample.screen };
  return (
    <UiContext value={{ model, send: () => {} }}>
      <div className="gallery-screen" key={hash} data-sample={hash.slice(1)}>
        <Frame>
          <ScreenView model={model} />
        </Frame>
      </div>
    </UiContext>
  );
}

function Index() {
  return (
    <ul className="gallery-index">
      {SAMPLES.map(({ name }) => (
        <li key={name}>
          {name}
          {MODES.flatMap((mode) =>
            LANGUAGES.map((language) => (
              <a key={mode + language} href={`#${name}/${mode}/${language}`}>
                {mode} {language}
              </a>
            )),
          )}
        </li>
      ))}
    </ul>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
Object.assign(window, { measureScreen, measureCode });
createRoot(root).render(<Gallery />);
