import { z } from 'zod';

/** What differs between ESC/POS models; one JSON file each in `device-bridge/profiles/`. */
export const EscposProfileSchema = z.strictObject({
  driver: z.literal('escpos'),
  name: z.string().regex(/^[a-z0-9-]+$/),
  manufacturer: z.string(),
  models: z.array(z.string()).min(1),
  /** Where the values come from. */
  source: z.string(),
  /** Columns of font A (12 dots) across the paper. */
  columns: z.number().int().min(32).max(64),
  /** `native`: GS ( k. `raster`: drawn by us. */
  qr: z.enum(['native', 'raster']),
  qrModuleDots: z.number().int().min(3).max(12),
  /** How the printer tells that a job is on paper: GS ( H process id, or the paper sensor asked after it (GS r 1, ESC v). */
  confirm: z.enum(['process-id', 'gs-r', 'esc-v']),
  /** Counts lines and cuts over its life and tells (GS g 2, counters 148 and 178). */
  counters: z.boolean(),
  /** Knows DLE ENQ: after a jam the knife goes on when it is asked to, and not before. */
  errorRecovery: z.boolean(),
  /** Understands GS a (automatic status back). Without it the condition is polled. */
  automaticStatus: z.boolean(),
  feedBeforeCutDots: z.number().int().min(0).max(255),
  /**
   * A kiosk printer that cuts inside and holds the ticket in its mouth (Custom, FS P); without it the knife falls and the
   * paper lies loose.
   */
  presenter: z
    .strictObject({
      /** How far the ticket looks out, in steps of 5 mm. */
      steps: z.number().int().min(1).max(255),
      /** Taken back in when nobody takes it; 0: held until the next one. */
      retractAfterSeconds: z.number().int().min(0).max(255),
    })
    .optional(),
  /** Longest wait for an answer to a real-time request. */
  statusTimeoutMs: z.number().int().positive(),
  /** Longest silence between sending a job and its confirmation. */
  jobTimeoutMs: z.number().int().positive(),
  /** Idle time between two health questions. */
  heartbeatMs: z.number().int().positive(),
});

export type EscposProfile = z.infer<typeof EscposProfileSchema>;
