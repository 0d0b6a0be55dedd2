import { businessTime } from '@louting/common/clock';
import type { SoundIntent, SoundView, Volume } from '../screens/sound.ts';

/** What the community decided about sound; an owner may change the volume until the session is over. */
export interface SoundPolicy {
  readonly volume: Volume;
  /** Hours of the day, e.g. `22:00` to `07:00`, at which the lobby is to be quieter. */
  readonly quiet?: { readonly from: string; readonly to: string; readonly volume: Volume } | undefined;
  /** `headset`: amounts are said only while one is plugged in. */
  readonly amounts: 'aloud' | 'headset';
}

export const DEFAULT_SOUND: SoundPolicy = {
  volume: 2,
  quiet: { from: '22:00', to: '07:00', volume: 1 },
  amounts: 'aloud',
};

export interface SoundContext {
  /** What this owner chose. */
  readonly volume: Volume | undefined;
  readonly dark: boolean;
  /** A fact of the jack, not of the owner. */
  readonly headset: boolean;
}

export const SOUND_AT_START: SoundContext = { volume: undefined, dark: false, headset: false };

/** Whoever asked for the dark screen wants to hear, whatever the hour. */
const LEAST_IN_THE_DARK = 2;

type SoundEvent = SoundIntent extends infer Each
  ? Each extends { readonly intent: infer Type }
    ? Omit<Each, 'intent'> & { readonly type: Type }
    : never
  : never;

export function soundAfter(sound: SoundContext, event: SoundEvent | { readonly type: string }): SoundContext {
  const known = event as SoundEvent;
  switch (known.type) {
    case 'set-volume':
      return { ...sound, volume: known.volume };
    case 'set-dark':
      return { ...sound, dark: known.dark };
    case 'headset':
      return { ...sound, headset: known.plugged, dark: known.plugged };
    default:
      return sound;
  }
}

export function soundAfterSession({ headset }: SoundContext): SoundContext {
  return { ...SOUND_AT_START, headset };
}

export function soundView({ volume, dark, headset }: SoundContext, policy: SoundPolicy, now: number): SoundView {
  const usual = usualVolume(policy, now);
  return {
    volume: volume ?? (dark ? (Math.max(usual, LEAST_IN_THE_DARK) as Volume) : usual),
    dark,
    speaksAmounts: policy.amounts === 'aloud' || headset,
  };
}

function usualVolume({ volume, quiet }: SoundPolicy, now: number): Volume {
  if (quiet === undefined) return volume;
  const time = businessTime(now).slice(11, 16);
  const overMidnight = quiet.from > quiet.to;
  const isQuiet = overMidnight ? time >= quiet.from || time < quiet.to : time >= quiet.from && time < quiet.to;
  return isQuiet ? quiet.volume : volume;
}
