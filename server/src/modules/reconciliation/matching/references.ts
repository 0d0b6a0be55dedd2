/** Numbers of ours or of a channel that a payer or a bank has written into a remark. */
export interface OwnReferences {
  /** Payment order references as printed on slips, e.g. `7F3K-92QD`. */
  readonly orderReferences: readonly string[];
  /** Ids of orders and bills, also in the 32-letter form channels use. */
  readonly ids: readonly string[];
  /** Transaction ids of WeChat Pay and Alipay, 28 digits. */
  readonly transactionIds: readonly string[];
  /** Mobile numbers in full. */
  readonly phones: readonly string[];
  /** The last digits, where the payer says that they are. */
  readonly phoneSuffixes: readonly string[];
}

/** @param text normalised */
export function referencesIn(text: string): OwnReferences {
  const ids = [
    ...text.matchAll(
      /(?<![0-9A-F])([0-9A-F]{8})-?([0-9A-F]{4})-?([0-9A-F]{4})-?([0-9A-F]{4})-?([0-9A-F]{12})(?![0-9A-F])/g,
    ),
  ].map((parts) => parts.slice(1).join('-').toLowerCase());
  return {
    orderReferences: [...text.matchAll(/(?<![0-9A-Z-])([0-9A-Z]{4}-[0-9A-Z]{4})(?![0-9A-Z-])/g)].map(
      ([, all = '']) => all,
    ),
    ids,
    transactionIds: [...text.matchAll(/(?<!\d)(\d{28})(?!\d)/g)].map(([, all = '']) => all),
    phones: [...text.matchAll(/(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)/g)].map(([, all = '']) => all),
    phoneSuffixes: [...text.matchAll(/(?:尾号|后四位|手机尾)\D{0,2}(\d{4})(?!\d)/g)].map(([, all = '']) => all),
  };
}
