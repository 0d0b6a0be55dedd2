import { z } from 'zod';
import type { Intent, UiMessage } from '../../screens.ts';

const Language = z.enum(['zh-CN', 'zh-TW', 'en']);
const Id = z.string().min(1).max(64);
const Clips = z.array(Id).max(80);
const plain = [
  'start',
  'back',
  'cancel',
  'help',
  'i-am-here',
  'pay',
  'choose-bills',
  'other-method',
  'retry',
  'accept-overpay',
  'return-note',
  'continue-cash',
  'print-slip',
  'reprint-receipt',
  'finish',
  'top-up',
  'own-amount',
  'erase-digit',
  'accept-amount',
  'show-agreement',
  'confirm-payment',
  'show-refunds',
  'ask-invoice',
  'invoice-personal',
  'invoice-by-phone',
] as const;

const extrasIntents = [
  z.strictObject({
    intent: z.literal('open'),
    place: z.enum(['more', 'history', 'pay-slip', 'offers', 'about', 'wishes', 'fees']),
  }),
  z.strictObject({ intent: z.literal('pick'), id: Id }),
  z.strictObject({ intent: z.literal('cancel-slips') }),
] as const;

const IntentSchema: z.ZodType<Intent> = z.union([
  z.strictObject({ intent: z.enum(plain) }),
  ...extrasIntents,
  z.strictObject({ intent: z.enum(['open-maintenance', 'test-device', 'show-trace']) }),
  z.strictObject({ intent: z.literal('look-at-device'), role: z.string().min(1).max(32) }),
  z.strictObject({ intent: z.literal('set-language'), language: Language }),
  z.strictObject({ intent: z.enum(['hear-again', 'take-change']) }),
  z.strictObject({ intent: z.literal('code-seen'), text: z.string().min(1).max(256) }),
  z.strictObject({ intent: z.literal('camera-refused') }),
  z.strictObject({ intent: z.literal('set-volume'), volume: z.literal([0, 1, 2, 3]) }),
  z.strictObject({ intent: z.literal('set-dark'), dark: z.boolean() }),
  z.strictObject({ intent: z.literal('headset'), plugged: z.boolean() }),
  z.strictObject({ intent: z.literal('set-mode'), mode: z.enum(['standard', 'elder']) }),
  z.strictObject({ intent: z.enum(['show-settings', 'close-settings']) }),
  z.strictObject({ intent: z.literal('set-theme'), theme: z.enum(['day', 'night', 'contrast']) }),
  z.strictObject({ intent: z.literal('set-lowered'), lowered: z.boolean() }),
  z.strictObject({ intent: z.enum(['accept-typed', 'resend-code']) }),
  z.strictObject({ intent: z.literal('choose-way'), way: z.enum(['card', 'owner-phone', 'phone-code', 'room']) }),
  z.strictObject({ intent: z.literal('find-car') }),
  z.strictObject({ intent: z.literal('choose-car'), stayId: Id }),
  z.strictObject({ intent: z.literal('earlier-cars') }),
  z.strictObject({ intent: z.literal('choose-door'), door: z.string().min(1).max(16) }),
  z.strictObject({ intent: z.literal('choose-home'), home: z.int().min(0).max(1_000) }),
  z.strictObject({ intent: z.literal('toggle-bill'), billId: Id }),
  z.strictObject({ intent: z.literal('show-bill'), billId: Id }),
  z.strictObject({
    intent: z.literal('choose-method'),
    method: z.enum(['wechat-qr', 'alipay-qr', 'payer-code', 'cash', 'bank-card']),
  }),
  z.strictObject({ intent: z.literal('choose-amount'), amountFen: z.int().positive().max(2_000_000) }),
  z.strictObject({ intent: z.literal('press-digit'), digit: z.int().min(0).max(9) }),
  z.strictObject({ intent: z.literal('agree-auto-use'), yes: z.boolean() }),
  z.strictObject({ intent: z.literal('agree-duplicate'), disposition: z.enum(['refund', 'prepayment']) }),
  z.strictObject({
    intent: z.enum(['close-help', 'end-help', 'dispute-bill', 'show-questions', 'practise', 'pretend']),
  }),
  z.strictObject({ intent: z.literal('open-question'), index: z.int().min(0).max(20) }),
  z.strictObject({ intent: z.literal('give-face'), face: z.enum(['good', 'fair', 'poor']) }),
  z.strictObject({
    intent: z.literal('complain'),
    complaint: z.enum(['wrong-amount', 'not-ours', 'already-paid', 'not-clear']),
  }),
  z.strictObject({ intent: z.literal('stop-cash'), disposition: z.enum(['bills', 'prepayment']) }),
]);

/** What may come from the screen; anything else is refused, whoever sent it. */
export const UiMessageSchema: z.ZodType<UiMessage> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hello') }),
  z.strictObject({ type: z.literal('intent'), revision: z.int().nonnegative(), intent: IntentSchema }),
  z.strictObject({ type: z.literal('painted'), revision: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('spoken'), clips: Clips, missing: Clips }),
]);
