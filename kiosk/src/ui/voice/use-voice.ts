import { useEffect, useMemo } from 'react';
import type { ScreenModel } from '../../screens.ts';
import type { Connection } from '../connection/connection.ts';
import { ClipPlayer } from './clip-player.ts';
import { Voice } from './voice.ts';

/** The voice of this page: it follows the pushed models like the picture does. */
export function useVoice(connection: Connection, model: ScreenModel | undefined, lost: boolean): Voice {
  const voice = useMemo(() => {
    const context = new AudioContext({ latencyHint: 'playback', sampleRate: 24_000 });
    // On a desk the browser keeps still until somebody touches the page.
    window.addEventListener('pointerdown', () => void context.resume(), { once: true });
    return new Voice({ player: new ClipPlayer(context), spoken: connection.spoken });
  }, [connection]);
  useEffect(() => {
    if (model) voice.show(model);
  }, [voice, model]);
  useEffect(() => {
    if (lost) voice.hush();
  }, [voice, lost]);
  return voice;
}
