import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ScreenModel } from '../screens.ts';
import type { Connection } from './connection/connection.ts';
import { DarkScreen } from './dark/dark-screen.tsx';
import { Frame } from './frame/frame.tsx';
import { Waiting } from './frame/waiting.tsx';
import { useKeypad } from './keypad/use-keypad.ts';
import './keypad/keypad.css';
import { ScreenView } from './screens/screen-view.tsx';
import { UiContext, type Ui } from './ui-context.ts';
import { useVoice } from './voice/use-voice.ts';
import { FIRST_APPEARANCE, useAppearance } from './words/use-appearance.ts';

/** Draws the last screen the service pushed, and nothing of its own. */
export function App({ connection }: { readonly connection: Connection }) {
  const { model, lost } = useSyncExternalStore(connection.subscribe, connection.state);
  const voice = useVoice(connection, model, lost);
  const ui = useMemo<Ui | undefined>(
    () =>
      model && {
        model,
        send: (intent) => {
          voice.hear(intent);
          connection.intend(intent, model.revision);
        },
      },
    [connection, model, voice],
  );
  useKeypad(ui, voice);
  useAppearance(model ?? FIRST_APPEARANCE);
  usePaintedReport(connection, model);

  if (ui === undefined) return <Waiting />;
  return (
    <UiContext value={ui}>
      <div className="seen" inert={ui.model.sound.dark}>
        <Frame>
          <ScreenView model={ui.model} />
        </Frame>
      </div>
      {ui.model.sound.dark && <DarkScreen />}
      {lost && <Waiting over />}
    </UiContext>
  );
}

/** The second animation frame begins only after the first, with the new screen, went to the display. */
function usePaintedReport(connection: Connection, model: ScreenModel | undefined): void {
  useEffect(() => {
    if (model === undefined) return undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => connection.painted(model.revision));
    });
    return () => cancelAnimationFrame(frame);
  }, [connection, model]);
}
