import type { Question } from './questions-api.ts';

/** What owners ask most, until the property writes its own answers. */
export const DEFAULT_QUESTIONS: readonly Question[] = [
  {
    question: {
      'zh-CN': '退款几天到账？',
      'zh-TW': '退款幾天到帳？',
      en: 'When does a refund arrive?',
    },
    answer: {
      'zh-CN': '同意退款以后，3 到 5 个工作日退回原来付款的地方。现金付的，到管理处领。',
      'zh-TW': '同意退款以後，3 到 5 個工作天退回原來付款的地方。現金付的，到管理處領。',
      en: 'Within 3 to 5 working days after it is agreed, on the account you paid from. Cash is paid out at the office.',
    },
  },
  {
    question: {
      'zh-CN': '没缴成，钱却扣了？',
      'zh-TW': '沒繳成，錢卻扣了？',
      en: 'It failed, but money is gone?',
    },
    answer: {
      'zh-CN': '先别再付。钱没有丢，机器会自己核对，没缴成的会退回去。凭条上有编号，拿编号问管理处就行。',
      'zh-TW': '先別再付。錢沒有丟，機器會自己核對，沒繳成的會退回去。憑條上有編號，拿編號問管理處就行。',
      en: 'Do not pay again yet. It is not lost: the machine checks by itself, and what did not pay goes back. Ask the office by the number on the slip.',
    },
  },
  {
    question: {
      'zh-CN': '预存和缴费有什么不同？',
      'zh-TW': '預存和繳費有什麼不同？',
      en: 'Paying or keeping money?',
    },
    answer: {
      'zh-CN': '缴费是还这一笔账单。预存是先把钱存在您家账上，以后缴费用，随时可以全部退。',
      'zh-TW': '繳費是還這一筆帳單。預存是先把錢存在您家帳上，以後繳費用，隨時可以全部退。',
      en: 'Paying settles a bill. Money you keep stays on your account for later bills; all of it can be paid back at any time.',
    },
  },
  {
    question: {
      'zh-CN': '收据和发票有什么不同？',
      'zh-TW': '收據和發票有什麼不同？',
      en: 'Receipt or invoice?',
    },
    answer: {
      'zh-CN': '收据证明您缴了钱，缴好就打。发票用来报销，缴好以后按“要电子发票”，或者用手机扫收据上的码。',
      'zh-TW': '收據證明您繳了錢，繳好就列印。發票用來報銷，繳好以後按「要電子發票」，或者用手機掃收據上的碼。',
      en: 'A receipt proves that you paid and is printed at once. For an invoice touch the key after paying, or scan the code on the receipt.',
    },
  },
  {
    question: {
      'zh-CN': '冲销和退款有什么不同？',
      'zh-TW': '沖銷和退款有什麼不同？',
      en: 'Reversal or refund?',
    },
    answer: {
      'zh-CN': '冲销是账单出错了，把账单作废，不动钱。退款是把您付过的钱还给您。',
      'zh-TW': '沖銷是帳單出錯了，把帳單作廢，不動錢。退款是把您付過的錢還給您。',
      en: 'A reversal undoes a bill that was wrong; no money moves. A refund gives back money you paid.',
    },
  },
  {
    question: {
      'zh-CN': '按面积收和按户收？',
      'zh-TW': '按面積收和按戶收？',
      en: 'By area or by household?',
    },
    answer: {
      'zh-CN': '按面积收，是面积乘单价。按户收，每家一样多。账单上按“看明细”，写着是怎么算的。',
      'zh-TW': '按面積收，是面積乘單價。按戶收，每家一樣多。帳單上按「看明細」，寫著是怎麼算的。',
      en: 'By area is your area times a price. By household is the same for everybody. The details of each bill say how it was worked out.',
    },
  },
  {
    question: {
      'zh-CN': '包月停车和临时停车？',
      'zh-TW': '包月停車和臨時停車？',
      en: 'Parking by month or by visit?',
    },
    answer: {
      'zh-CN': '包月的按月缴，在这里就能缴。临时停车按次或按小时收，出场的时候缴。',
      'zh-TW': '包月的按月繳，在這裡就能繳。臨時停車按次或按小時收，出場的時候繳。',
      en: 'Monthly parking is paid here. Parking for a visit is paid by the hour when you leave.',
    },
  },
];
