import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import type { ReceiptFields, SlipFields } from '@louting/device-bridge/protocol/forms';
import type { KioskConfiguration, Receipt } from '@louting/server/contract/kiosk-api';
import type { Slip } from '../../flows/effects.ts';
import type { PrintDocument } from '../devices/device-ports.ts';

/** 会计基础工作规范 §48 wants number, date, issuer, payer, content, amount in figures and capitals. */
export function receiptDocument(receipt: Receipt, largeType: boolean, collected = false): PrintDocument {
  const mark = receipt.copyNumber > 0 ? `补打 ${receipt.copyNumber}` : collected ? '首次打印 先收后入账' : undefined;
  const fields: ReceiptFields = {
    title: ['收据'],
    number: [receipt.receiptNumber],
    community: [receipt.communityName],
    company: [receipt.companyName],
    room: [receipt.roomLabel],
    payer: [receipt.payerMasked],
    itemName: receipt.lines.map(({ itemName }) => itemName),
    itemPeriod: receipt.lines.map(({ period }) => period),
    itemAmount: receipt.lines.map(({ amountFen }) => formatYuan(amountFen)),
    total: [formatYuan(receipt.totalFen)],
    totalCapitals: [receipt.totalCapitals],
    method: [receipt.methodName],
    time: [businessTime(receipt.paidAt)],
    kioskNumber: [receipt.kioskNumber],
    prepaidAfter: [formatYuan(receipt.prepaidAfterFen)],
    verifyUrl: [receipt.verifyUrl],
    servicePhone: [receipt.servicePhone],
    largeType: [largeType ? 'yes' : 'no'],
    ...(mark === undefined ? {} : { copyMark: [mark] as [string] }),
    ...(receipt.toPrepaymentFen > 0 ? { toPrepayment: [formatYuan(receipt.toPrepaymentFen)] as [string] } : {}),
    ...(receipt.refund ? { refund: refundWords(receipt.refund) } : {}),
    ...(receipt.channelReferenceMasked === undefined
      ? {}
      : { channelReference: [receipt.channelReferenceMasked] as [string] }),
    ...(receipt.card === undefined ? {} : { cardSlip: cardSlip(receipt.card) }),
  };
  return { form: 'receipt', fields };
}

/** The words of every card slip; the reference is printed above as the number of the trade. */
function cardSlip({ cardMasked, terminalId, batch, trace }: NonNullable<Receipt['card']>): string[] {
  const facts = [
    ['卡　　号', cardMasked],
    ['终 端 号', terminalId],
    ['批 次 号', batch],
    ['流 水 号', trace],
  ];
  return facts.flatMap(([name, value]) => (value ? [`${name}：${value}`] : []));
}

function refundWords({ amountFen, to, state }: NonNullable<Receipt['refund']>): string[] {
  const amount = `${formatYuan(amountFen)} 元`;
  const wallet = to === 'wechat-pay' ? '微信' : '支付宝';
  const known = '选的账单之前已经缴过。';
  return state === 'on-its-way'
    ? [known, `多缴的 ${amount}退回您的${wallet}，3 到 5 个工作日到账，不用您办。`]
    : [known, `多缴的 ${amount}先存在您家账上。管理处核对后退回您的${wallet}，再等 3 到 5 个工作日到账。`];
}

/** No receipt number: the books give it when the server is reached again. */
const BOOKED_LATER = [
  '现金已收到。现在网不通，网好了自动入账，只记一次。',
  'To be booked as soon as we are on line again.',
  '入账后，下次在本机刷这张卡就能打印收据，也可以到管理处打印。',
  '这次缴的是：',
];

/** Shorter than a sentence about phones: whoever holds it may hand it to somebody who has one. */
const INVOICE_BY_CODE = [
  '用手机扫下面的码，就能开发票、取发票。',
  '开给公司的，也在那里填公司名和税号。',
  '没有手机，可以交给家里人扫，或到管理处办。',
];

/** Whoever it is given to has to know what to do with it, without having seen the screen. */
const PAY_FOR_ME = [
  '请帮我缴物业费：',
  '在小区任何一台缴费亭，把下面的码对准扫码口。',
  '也可以先用手机扫，看要缴多少。金额以缴的时候为准。',
];

export function slipDocument(slip: Slip, kiosk: KioskConfiguration, at: number, largeType: boolean): PrintDocument {
  const fields: SlipFields = {
    ...wordsOf(slip),
    reference: [slip.reference],
    amount: [formatYuan(slip.amountFen)],
    time: [businessTime(at)],
    kioskNumber: [kiosk.kioskNumber],
    servicePhone: [kiosk.servicePhone],
    largeType: [largeType ? 'yes' : 'no'],
  };
  return { form: 'slip', fields };
}

function wordsOf({ bookedLater, invoice, payForMe }: Slip): Pick<SlipFields, 'title' | 'message' | 'code'> {
  if (payForMe) {
    const until = `${payForMe.validUntil} 前有效，谁拿着都能替我缴，看不到别的。`;
    return { title: ['请人代缴'], message: [...PAY_FOR_ME, until], code: [payForMe.url] };
  }
  if (invoice) return { title: ['电子发票条'], message: INVOICE_BY_CODE, code: [invoice.pageUrl] };
  if (bookedLater) return { title: ['现金凭条 待入账'], message: [...BOOKED_LATER, ...bookedLater.lines] };
  return { title: ['核对凭条'], message: ['这笔钱正在核对，没有丢。', '请保留此条，凭编号可向管理处查询。'] };
}
