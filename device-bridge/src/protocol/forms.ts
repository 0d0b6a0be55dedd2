import { z } from 'zod';

/**
 * The print forms of the receipt printer, by XFS `Printer.PrintForm` rules: every field is a list of text lines; fields
 * named `item…` are table columns of equal length; an absent optional field prints nothing. Amounts come formatted
 * (`286.40`), moments as `YYYY-MM-DD HH:mm:ss`.
 */
const line = z.tuple([z.string()]);
const lines = z.array(z.string());

export const ReceiptFieldsSchema = z
  .strictObject({
    title: line,
    /** `补打 n` on every copy but the first. */
    copyMark: line.exactOptional(),
    /** Receipt number. */
    number: line,
    community: line,
    /** The property company that took the money. */
    company: line,
    room: line,
    /** Masked name. */
    payer: line,
    itemName: lines,
    itemPeriod: lines,
    itemAmount: lines,
    total: line,
    /** Total in capitals 大写. */
    totalCapitals: line,
    method: line,
    channelReference: line.exactOptional(),
    /** What a card slip says of the sale, a line each: card, terminal, batch, trace. */
    cardSlip: lines.exactOptional(),
    time: line,
    kioskNumber: line,
    /** Part of this payment kept as prepayment. */
    toPrepayment: line.exactOptional(),
    /** What went back because it paid something twice: how much, where to, how long. */
    refund: lines.exactOptional(),
    /** Prepayment balance after this payment. */
    prepaidAfter: line,
    /** Printed as a QR code. */
    verifyUrl: line,
    servicePhone: line,
    /** Large type for elder mode. */
    largeType: z.tuple([z.enum(['yes', 'no'])]),
  })
  .refine(
    (receipt) => receipt.itemName.length === receipt.itemAmount.length,
    'itemName and itemAmount differ in length',
  )
  .refine(
    (receipt) => receipt.itemName.length === receipt.itemPeriod.length,
    'itemName and itemPeriod differ in length',
  );
export type ReceiptFields = z.infer<typeof ReceiptFieldsSchema>;

/** A slip tells an owner what to refer to when the outcome of money is not settled yet. */
export const SlipFieldsSchema = z.strictObject({
  title: line,
  reference: line,
  message: lines,
  /** Printed as a QR code. */
  code: line.exactOptional(),
  amount: line,
  time: line,
  kioskNumber: line,
  servicePhone: line,
  largeType: z.tuple([z.enum(['yes', 'no'])]),
});
export type SlipFields = z.infer<typeof SlipFieldsSchema>;

export const FORMS = { receipt: ReceiptFieldsSchema, slip: SlipFieldsSchema } as const;
export type FormName = keyof typeof FORMS;

export function isFormName(name: string): name is FormName {
  return Object.hasOwn(FORMS, name);
}
