import type { BankLine } from '../statement-rows.ts';
import { normaliseText } from './normalise.ts';

/** What a line of a bank statement is about. */
export type LineClass =
  | 'channel-settlement'
  | 'cash-deposit'
  | 'owner-transfer'
  | 'fee'
  | 'interest'
  | 'refund-out'
  | 'internal'
  /** Money that went out for anything else: suppliers, wages. Not a matter of collection. */
  | 'other-out'
  /** These a person says: the machine cannot tell a supplier from an employee, or a shop's rent from an owner's money. */
  | 'supplier'
  | 'other-in'
  /** 退汇: the bank could not deliver what we had sent. */
  | 'refund-returned';

const CHANNEL_COMPANY =
  /财付通|微信支付|TENPAY|WECHATPAY|支付宝|ALIPAY|银联商务|中国银联|UNIONPAY|通联支付|拉卡拉|收钱吧/;
const CHANNEL_WORDS = /(交易|商户|二维码|收单|POS|渠道|T\+?1).{0,6}(清算|结算|提现)|备付金|商户结算款/;
const FEE = /手续费|工本费|账户管理费|管理年费|短信(服务)?费|回单费|网银(服务)?费|汇划费/;
const INTEREST = /结息|利息|存款息/;
const CASH = /现金(存入|存款|缴款|解款|交款)|现存|存现|ATM存款|柜台存款|自助存款|现金存|CASH ?DEPOSIT/;
const REFUND = /退款|退费|退还|退回/;
const RETURNED = /退汇|退票|汇款退回|付款退回/;
const INTERNAL = /内部(转账|划转|调拨)|资金归集|同名划转|归集划转|账户互转/;

/**
 * @param ownNames the company's own names, normalised: a transfer between its accounts is nobody's payment
 */
export function classify(
  line: Pick<BankLine, 'amountFen' | 'counterpartyName' | 'remark'>,
  ownNames: ReadonlySet<string>,
): LineClass {
  const name = normaliseText(line.counterpartyName);
  const remark = normaliseText(line.remark);
  const words = `${name} ${remark}`;
  if (INTERNAL.test(remark) || (name !== '' && ownNames.has(name.replaceAll(' ', '')))) return 'internal';
  if (line.amountFen < 0) {
    if (FEE.test(words)) return 'fee';
    return REFUND.test(remark) ? 'refund-out' : 'other-out';
  }
  if (RETURNED.test(remark)) return 'refund-returned';
  if (CHANNEL_COMPANY.test(name) || (CHANNEL_WORDS.test(remark) && !isPrivate(name))) return 'channel-settlement';
  if (CASH.test(remark) && !isPrivate(name)) return 'cash-deposit';
  if (INTEREST.test(remark) && !isPrivate(name)) return 'interest';
  return 'owner-transfer';
}

/** No matter of collection: posted by a rule, or found among our refunds. */
export function isOther(lineClass: LineClass): boolean {
  return !FOR_COLLECTION.has(lineClass);
}

const FOR_COLLECTION: ReadonlySet<LineClass> = new Set([
  'channel-settlement',
  'cash-deposit',
  'owner-transfer',
  'fee',
  'interest',
]);

/** Two to four Chinese characters: a person, who may write any of those words into a remark. */
function isPrivate(name: string): boolean {
  return /^[\p{Script=Han}*·]{2,4}$/u.test(name.replaceAll(' ', ''));
}

/** Which channel settled, by the company that paid. */
export function settlingChannel(
  line: Pick<BankLine, 'counterpartyName' | 'remark'>,
): 'wechat-pay' | 'alipay' | 'unionpay' | 'pos' | undefined {
  const words = normaliseText(`${line.counterpartyName} ${line.remark}`);
  if (/财付通|微信|TENPAY|WECHAT/.test(words)) return 'wechat-pay';
  if (/支付宝|ALIPAY/.test(words)) return 'alipay';
  if (/通联|拉卡拉|收钱吧|POS/.test(words)) return 'pos';
  if (/银联|UNIONPAY/.test(words)) return 'unionpay';
  return undefined;
}
