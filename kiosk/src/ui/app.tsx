import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ScreenModel } from '../screens.ts';
import type { Connection } from './connection/connection.ts';
import { Frame } from './frame/frame.tsx';
import { Waiting } from './frame/waiting.tsx';
import { ScreenView } from './screens/screen-view.tsx';
import { UiContext, type Ui } from './ui-context.ts';
import { useAppearance } from './words/use-appearance.ts';

/** Draws the last screen the service pushed, and nothing of its own. */
export function App({ connection }: { readonly connection: Connection }) {
  const { model, lost } = useSyncExternalStore(connection.subscribe, connection.state);
  const ui = useMemo<Ui | undefined>(
    () => model && { model, send: (intent) => connection.intend(intent, model.revision) },
    [connection, model],
  );
  useAppearance(model?.language ?? 'zh-CN', model?.mode ?? 'standard');
  usePaintedReport(connection, model);

  if (ui === undefined) return <Waiting />;
  return (
    <UiContext value={ui}>
      <Frame>
        <ScreenView model={ui.model} />
      </Frame>
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
