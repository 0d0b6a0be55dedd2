import { z } from 'zod';

/**
 * How its holder wants to be met by a kiosk: chosen once by touch, remembered for the next tap of the card. Each word is
 * known to the kiosks that use it; one that a kiosk does not know changes nothing there.
 */

const Id = z.uuid();
const Word = z
  .string()
  .regex(/^[a-zA-Z0-9-]{1,20}$/)
  .optional();

export const PreferencesSchema = z.object({
  /** `standard` or `elder`. */
  mode: Word,
  /** `zh-CN`, `zh-TW`, `en`. */
  language: Word,
  theme: Word,
  /** `on` or `off`. */
  voice: Word,
  volume: Word,
  /** `on`: controls are brought down. */
  low: Word,
});
export type Preferences = z.infer<typeof PreferencesSchema>;
export type PreferenceName = keyof Preferences;

export const preferenceRoutes = {
  /**
   * Keeps what the holder chose in the session, also when it is told after the session: what was chosen last stands,
   * and the same choice again changes nothing. A session that stands for no one person keeps nothing.
   */
  rememberPreferences: {
    method: 'POST',
    path: '/kiosk/v1/sessions/:sessionId/preferences',
    params: z.object({ sessionId: Id }),
    body: z.strictObject({
      chosenAt: z.number().int().nonnegative(),
      preferences: PreferencesSchema.strict(),
    }),
    response: z.object({ kept: z.boolean() }),
  },
} as const;

export const NOTICE_TYPES = ['bill', 'reminder', 'receipt'] as const;
export type NoticeType = (typeof NOTICE_TYPES)[number];
export const NOTICE_WAYS = ['sms', 'wechat', 'paper'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];

const WaysSchema = z.strictObject({ sms: z.boolean(), wechat: z.boolean(), paper: z.boolean() });
/** By which ways a person wants which news. */
export const NoticeWishesSchema = z.object({ bill: WaysSchema, reminder: WaysSchema, receipt: WaysSchema });
export type NoticeWishes = z.infer<typeof NoticeWishesSchema>;

export const noticeWishRoutes = {
  /** LT-1007 when the session has ended, LT-1034 when it may not look inside; so for both. */
  noticeWishes: {
    method: 'GET',
    path: '/kiosk/v1/sessions/:sessionId/notice-wishes',
    params: z.object({ sessionId: Id }),
    response: NoticeWishesSchema,
  },
  /** Replaces the ways of one kind of news; answers all of them. */
  setNoticeWishes: {
    method: 'POST',
    path: '/kiosk/v1/sessions/:sessionId/notice-wishes',
    params: z.object({ sessionId: Id }),
    body: z.strictObject({ type: z.enum(NOTICE_TYPES), ways: WaysSchema }),
    response: NoticeWishesSchema,
  },
} as const;
