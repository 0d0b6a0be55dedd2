import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import type { ReceiptFields, SlipFields } from '@louting/device-bridge/protocol/forms';
import type { KioskConfiguration, Receipt } from '@louting/server/contract/kiosk-api';
import type { Slip } from '../../flows/effects.ts';
import type { PrintDocument } from '../devices/device-ports.ts';

/** 会计基础工作规范 §48 wants number, date, issuer, payer, content, amount in figures and capitals. */
export function receiptDocument(receipt: Receipt, largeType: boolean): PrintDocument {
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
    ...(receipt.copyNumber > 0 ? { copyMark: [`补打 ${receipt.copyNumber}`] as [string] } : {}),
    ...(receipt.toPrepaymentFen > 0 ? { toPrepayment: [formatYuan(receipt.toPrepaymentFen)] as [string] } : {}),
    ...(receipt.channelReferenceMasked === undefined
      ? {}
      : { channelReference: [receipt.channelReferenceMasked] as [string] }),
  };
  return { form: 'receipt', fields };
}

export function slipDocument(slip: Slip, kiosk: KioskConfiguration, at: number, largeType: boolean): PrintDocument {
  const fields: SlipFields = {
    title: ['核对凭条'],
    reference: [slip.reference],
    message: ['这笔钱正在核对，没有丢。', '请保留此条，凭编号可向管理处查询。'],
    amount: [formatYuan(slip.amountFen)],
    time: [businessTime(at)],
    kioskNumber: [kiosk.kioskNumber],
    servicePhone: [kiosk.servicePhone],
    largeType: [largeType ? 'yes' : 'no'],
  };
  return { form: 'slip', fields };
}
