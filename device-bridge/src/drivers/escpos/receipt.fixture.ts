import type { ReceiptFields, SlipFields } from '../../protocol/forms.ts';

/** A receipt as the kiosk would print it; for tests and for the pictures in the documentation. */
export const RECEIPT: ReceiptFields = {
  title: ['收 据'],
  number: ['K001-20261123-000042'],
  community: ['翠湖花园'],
  company: ['翠湖物业服务有限公司'],
  room: ['3栋2单元1201'],
  payer: ['张*'],
  itemName: ['物业服务费', '公共照明分摊', '地下停车位管理费'],
  itemPeriod: ['2026-09 至 2026-11', '2026-10', '2026-11'],
  itemAmount: ['196.40', '10.00', '80.00'],
  total: ['286.40'],
  totalCapitals: ['贰佰捌拾陆元肆角整'],
  method: ['现金'],
  time: ['2026-11-23 10:24:31'],
  kioskNumber: ['K001'],
  toPrepayment: ['13.60'],
  prepaidAfter: ['113.60'],
  verifyUrl: ['https://pay.example.cn/r/K001-20261123-000042?c=7f3k92qd'],
  servicePhone: ['0571-8888 0000'],
  largeType: ['no'],
};

export const SLIP: SlipFields = {
  title: ['付款核对凭条'],
  reference: ['7F3K-92QD'],
  message: ['您的付款正在核对，钱没有丢。', '核对好后会记到您的账上，也可凭此条到管理处查询。'],
  amount: ['286.40'],
  time: ['2026-11-23 10:24:31'],
  kioskNumber: ['K001'],
  servicePhone: ['0571-8888 0000'],
  largeType: ['no'],
};
