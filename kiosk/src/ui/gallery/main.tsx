import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import enKiosk from '../../../../assets/locales/en/kiosk.json';
import '../styles/fonts.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import { Frame } from '../frame/frame.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ScreenView } from '../screens/screen-view.tsx';
import { UiContext } from '../ui-context.ts';
import { words } from '../words/i18n.ts';
import { useAppearance } from '../words/use-appearance.ts';
import { DIMENSIONS, drawingOf, hashOf, type Drawing } from './drawing.ts';
import { measureCode } from './measure-code.ts';
import { measureScreen } from './measure-screen.ts';
import { PSEUDO_WORDS, pseudoNames } from './pseudo.ts';
import { ERROR_SAMPLES } from './samples-errors.ts';
import { SAMPLES, SAMPLE_FRAME } from './samples.ts';
import type { ScreenMeasure } from './screen-measure.ts';
import './gallery.css';

const DRAWN = [...SAMPLES, ...ERROR_SAMPLES];

let show: (hash: string) => void = () => undefined;

/** The hash draws one screen (drawing.ts); without it all of them are listed. */
function Gallery() {
  const [hash, setHash] = useState(window.location.hash.slice(1));
  useEffect(() => {
    show = setHash;
    const follow = (): void => setHash(window.location.hash.slice(1));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const drawing = drawingOf(hash);
  if (drawing.sample === 'waiting') return <Waiting />;
  if (!DRAWN.some(({ name }) => name === drawing.sample)) return <Index drawing={drawing} />;
  return <Screen key={hash} drawing={drawing} />;
}

function Screen({ drawing }: { readonly drawing: Drawing }) {
  const { sample: name, language, ...chosen } = drawing;
  const sample = DRAWN.find((one) => one.name === name);
  const pseudo = language === 'pseudo';
  words.addResourceBundle('en', 'kiosk', pseudo ? PSEUDO_WORDS : enKiosk, false, true);
  const plain = {
    ...SAMPLE_FRAME,
    ...sample?.frame,
    ...chosen,
    language: pseudo ? 'en' : language,
    ...(sample?.screen ?? { screen: 'starting' as const }),
  } as const;
  const model = pseudo ? pseudoNames(plain) : plain;
  useAppearance(model);
  return (
    <UiContext value={{ model, send: () => {} }}>
      <div className="gallery-screen" data-sample={hashOf(drawing)}>
        <Frame>
          <ScreenView model={model} />
        </Frame>
      </div>
    </UiContext>
  );
}

/** All screens, and every failure on its screen. */
function Index({ drawing }: { readonly drawing: Drawing }) {
  const [chosen, setChosen] = useState(drawing);
  return (
    <div className="gallery-index">
      {Object.entries(DIMENSIONS).map(([name, values]) => (
        <p key={name}>
          {name}{' '}
          {values.map((value) => (
            <button
              key={String(value)}
              type="button"
              aria-pressed={chosen[name as keyof Drawing] === value}
              onClick={() => setChosen({ ...chosen, [name]: value })}
            >
              {String(value)}
            </button>
          ))}
        </p>
      ))}
      <h2>screens</h2>
      <Links names={['waiting', ...SAMPLES.map(({ name }) => name)]} chosen={chosen} />
      <h2>errors</h2>
      <Links names={ERROR_SAMPLES.map(({ name }) => name)} chosen={chosen} />
    </div>
  );
}

/** Each screen in each letters and language by one click; what else is chosen goes along. */
function Links({ names, chosen }: { readonly names: readonly string[]; readonly chosen: Drawing }) {
  return (
    <ul>
      {names.map((sample) => (
        <li key={sample}>
          <a href={`#${hashOf({ ...chosen, sample })}`}>{sample}</a>
          {DIMENSIONS.mode.map((mode) => (
            <span key={mode} className={`gallery-${mode}`}>
              {DIMENSIONS.language.map((language) => (
                <a key={language} href={`#${hashOf({ ...chosen, sample, mode, language })}`}>
                  {language}
                </a>
              ))}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Draws a screen at once and measures it when all of its letters are there. */
async function draw(hash: string): Promise<ScreenMeasure> {
  flushSync(() => show(hash));
  // The screens of staff come late.
  while (hash.startsWith('maintenance') && document.querySelector('.layout') === null) {
    await new Promise((resume) => requestAnimationFrame(resume));
  }
  // Layout asks for the fonts of new letters; they may need others in their turn.
  document.body.getBoundingClientRect();
  while (document.fonts.status === 'loading') {
    await document.fonts.ready;
    // What fits is worked out anew with the letters that came.
    await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume)));
    document.body.getBoundingClientRect();
  }
  return measureScreen();
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
Object.assign(window, { draw, measureScreen, measureCode });
createRoot(root).render(<Gallery />);
