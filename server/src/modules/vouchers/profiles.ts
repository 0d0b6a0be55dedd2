import type { VoucherTarget } from '../../contract/ledger-api.ts';

/** What a cell of an export says. */
export type CellContent =
  | 'date'
  | 'word'
  | 'number'
  | 'reference'
  | 'attachments'
  | 'summary'
  | 'subjectCode'
  | 'subjectName'
  | 'debit'
  | 'credit'
  | 'currency'
  | 'rate'
  | 'maker';

export interface ProfileColumn {
  readonly header: string;
  readonly content: CellContent;
  /** Most bytes in the file's encoding. */
  readonly longest?: number;
}

/** How an accounting program wants its vouchers; another version of it is another profile, not other code. */
export interface VoucherProfile {
  readonly target: VoucherTarget;
  readonly format: 'xlsx' | 'text';
  readonly extension: string;
  /** Of a text: first line, before the rows. */
  readonly firstLine?: string;
  readonly columns: readonly ProfileColumn[];
  readonly word: string;
  readonly subjectPattern: RegExp;
  readonly longestSubject: number;
  /** Between the levels of a subject code; '' where levels have fixed widths. */
  readonly levelMark: string;
  /** Subjects that a new company starts with, by account code. */
  readonly subjects: Readonly<Record<string, readonly [code: string, name: string]>>;
}

const NAMES = {
  cash: '库存现金-自助终端',
  office: '库存现金-财务室',
  change: '库存现金-找零备用',
  bank: '银行存款',
  wechat: '其他货币资金-微信',
  alipay: '其他货币资金-支付宝',
  unionpay: '其他货币资金-银联',
  pos: '其他货币资金-POS',
  receivable: '应收账款',
  allowance: '坏账准备',
  suspense: '待处理财产损溢',
  prepayment: '预收账款',
  tax: '应交税费-应交增值税-销项税额',
  others: '其他应付款-代收代付',
  unclaimed: '其他应付款-待认领款',
  deposit: '其他应付款-押金',
  refund: '其他应付款-应付退款',
  revenue: '主营业务收入',
  business: '其他业务收入',
  income: '营业外收入',
  fees: '财务费用-手续费',
} as const;

/** Kingdee: Excel, one row a line. */
const KINGDEE: VoucherProfile = {
  target: 'kingdee',
  format: 'xlsx',
  extension: 'xlsx',
  columns: [
    { header: '日期', content: 'date' },
    { header: '凭证字', content: 'word' },
    { header: '凭证号', content: 'number' },
    { header: '附单据数', content: 'attachments' },
    { header: '摘要', content: 'summary', longest: 200 },
    { header: '科目代码', content: 'subjectCode', longest: 40 },
    { header: '科目名称', content: 'subjectName', longest: 80 },
    { header: '借方金额', content: 'debit' },
    { header: '贷方金额', content: 'credit' },
    { header: '币别', content: 'currency' },
    { header: '汇率', content: 'rate' },
    { header: '制单', content: 'maker', longest: 40 },
  ],
  word: '记',
  subjectPattern: /^\d{4}(\.\d{1,6})*$/,
  longestSubject: 40,
  levelMark: '.',
  subjects: {
    '1001': ['1001.01', NAMES.cash],
    '1001.office': ['1001.02', NAMES.office],
    '1001.change': ['1001.03', NAMES.change],
    '1002': ['1002', NAMES.bank],
    '1012.wechat': ['1012.01', NAMES.wechat],
    '1012.alipay': ['1012.02', NAMES.alipay],
    '1012.unionpay': ['1012.03', NAMES.unionpay],
    '1012.pos': ['1012.04', NAMES.pos],
    '1122': ['1122', NAMES.receivable],
    '1231': ['1231', NAMES.allowance],
    '1901': ['1901', NAMES.suspense],
    '2203': ['2203', NAMES.prepayment],
    '2221': ['2221.01.06', NAMES.tax],
    '2241': ['2241.01', NAMES.others],
    '2241.unclaimed': ['2241.02', NAMES.unclaimed],
    '2241.deposit': ['2241.03', NAMES.deposit],
    '2241.refund': ['2241.04', NAMES.refund],
    '6001': ['6001', NAMES.revenue],
    '6051': ['6051', NAMES.business],
    '6301': ['6301', NAMES.income],
    '6603': ['6603.02', NAMES.fees],
  },
};

/** U8: text in GBK, rows of a voucher contiguous, one side not zero. */
const U8: VoucherProfile = {
  target: 'u8',
  format: 'text',
  extension: 'txt',
  firstLine: '填制凭证,V800',
  columns: [
    { header: '制单日期', content: 'date' },
    { header: '凭证类别字', content: 'word', longest: 2 },
    { header: '业务号', content: 'reference', longest: 30 },
    { header: '附单据数', content: 'attachments' },
    { header: '摘要', content: 'summary', longest: 60 },
    { header: '科目编码', content: 'subjectCode', longest: 15 },
    { header: '借方', content: 'debit', longest: 16 },
    { header: '贷方', content: 'credit', longest: 16 },
  ],
  word: '记',
  subjectPattern: /^\d{4,15}$/,
  longestSubject: 15,
  levelMark: '',
  subjects: Object.fromEntries(
    Object.entries(KINGDEE.subjects).map(([account, [code, name]]) => [account, [code.replaceAll('.', ''), name]]),
  ),
};

export const PROFILES: Readonly<Record<VoucherTarget, VoucherProfile>> = { kingdee: KINGDEE, u8: U8 };
