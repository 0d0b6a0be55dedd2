/** Which channel a payer code is of, by its digits; undefined is LT-2105. Prefixes do not overlap. */
export function channelOfPayerCode(payerCode: string): 'wechat-pay' | 'alipay' | undefined {
  if (/^1[0-5]\d{16}$/.test(payerCode)) return 'wechat-pay';
  if (/^(2[5-9]|30)\d{14,22}$/.test(payerCode)) return 'alipay';
  return undefined;
}
