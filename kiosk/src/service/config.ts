import { z } from 'zod';
import { DEFAULT_TIMINGS, type Timings } from '../flows/events.ts';
import { PROFILES, type ProfileName } from '../screens/profiles.ts';
import { DEFAULT_SOUND } from '../flows/sound.ts';

const Milliseconds = z.int().min(1);
const ByMode = z.strictObject({ standard: Milliseconds, elder: Milliseconds });

const TimeOfDay = z.stringFormat('time of day', /^([01]\d|2[0-3]):[0-5]\d$/);
const Volume = z.literal([0, 1, 2, 3]);

export const KioskServiceConfigSchema = z.strictObject({
  /** Loopback port of the UI; 0 takes any free one. */
  port: z.int().min(0).max(65_535).default(7310),
  stateDirectory: z.string().min(1),
  /** Origin of the server, e.g. `http://127.0.0.1:7300`. */
  serverUrl: z.url({ protocol: /^https?$/ }),
  /** XFS4IoT service publisher, e.g. `ws://127.0.0.1:5846/xfs4iot/v1.0`; absent: the first that answers on 5846…5856. */
  bridgeUrl: z.url({ protocol: /^wss?$/ }).optional(),
  /** Where the bridge leaves the token of its start. */
  bridgeTokenFile: z.string().min(1).default('var/device-bridge/token'),
  /** One-time code from the portal, needed once; or the file that holds it. */
  enrolmentCode: z.string().min(8).max(64).optional(),
  enrolmentCodeFile: z.string().optional(),
  /** Built UI; absent in tests that only use the WebSocket. */
  uiDirectory: z.string().optional(),
  /** More origins that may open the screen, for the UI's development server. */
  uiOrigins: z.array(z.url()).default([]),
  /** The UI must say `painted` this soon after each new screen, in milliseconds; 0 switches the watchdog off. */
  paintedWithinMs: z.int().min(0).default(5_000),
  /** Waiting times that differ from the usual ones, in milliseconds: a lobby where people need longer, or a rehearsal. */
  timings: z
    .strictObject({
      idle: ByMode,
      stillThereSeconds: z.int().min(1),
      goodbye: Milliseconds,
      success: ByMode,
      printing: Milliseconds,
      slipAfter: Milliseconds,
      handOverAfter: Milliseconds,
      charging: Milliseconds,
      lineBack: Milliseconds,
    })
    .partial()
    .default({}),
  /** The screen has a camera, to read codes where no scanner is fitted. */
  camera: z.boolean().default(false),
  /** Built clips of what the screens say; absent: the kiosk is silent. */
  voiceDirectory: z.string().optional(),
  /** How loud, quieter when, and whether amounts are for a headset only. */
  sound: z
    .strictObject({
      volume: Volume.default(DEFAULT_SOUND.volume),
      quiet: z.strictObject({ from: TimeOfDay, to: TimeOfDay, volume: Volume }).optional(),
      amounts: z.enum(['aloud', 'headset']).default(DEFAULT_SOUND.amounts),
    })
    .default(DEFAULT_SOUND),
  /** The panel of this cabinet, so that letters and keys have their size in millimetres: `kiosk/src/screens/profiles.ts`. */
  screenProfile: z.enum(Object.keys(PROFILES) as [ProfileName, ...ProfileName[]]).default('portrait-21'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type KioskServiceConfig = z.infer<typeof KioskServiceConfigSchema>;

/** The usual waiting times where the configuration names no other. */
export function timingsOf({ timings }: Pick<KioskServiceConfig, 'timings'>): Timings {
  return { ...DEFAULT_TIMINGS, ...(timings as Partial<Timings>) };
}
