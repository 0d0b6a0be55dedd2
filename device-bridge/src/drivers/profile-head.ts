import { z } from 'zod';

/** What every profile of a model begins with, beside the driver it is for. */
export const PROFILE_HEAD = {
  name: z.string().regex(/^[a-z0-9-]+$/),
  manufacturer: z.string(),
  models: z.array(z.string()).min(1),
  /** Where the values come from. */
  source: z.string(),
};
