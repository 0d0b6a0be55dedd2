import { fen, formatYuan } from '@louting/common/money';
import iconv from 'iconv-lite';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { CellContent, ProfileColumn, VoucherProfile } from './profiles.ts';
import type { Voucher, VoucherRow } from './vouchers.ts';

/** @param maker whose name stands on the vouchers */
export async function renderVouchers(
  profile: VoucherProfile,
  vouchers: readonly Voucher[],
  maker: string,
): Promise<Buffer> {
  return profile.format === 'xlsx' ? renderXlsx(profile, vouchers, maker) : renderText(profile, vouchers, maker);
}

function renderText(profile: VoucherProfile, vouchers: readonly Voucher[], maker: string): Buffer {
  const lines = [
    profile.firstLine ?? profile.columns.map((column) => column.header).join(','),
    ...vouchers.flatMap((voucher) =>
      voucher.rows.map((row) =>
        profile.columns
          .map((column) => fieldText(column, cellValue(column.content, profile, voucher, row, maker)))
          .join(','),
      ),
    ),
  ];
  return iconv.encode(`${lines.join('\r\n')}\r\n`, 'gbk');
}

/** The format knows no quoting: what parts fields or lines is written full-width. */
function fieldText({ longest, header }: ProfileColumn, value: string): string {
  const text = value
    .replaceAll(',', '，')
    .replaceAll('"', '”')
    .replaceAll(/[\r\n\t]+/g, ' ');
  const cut = longest === undefined ? text : cutToBytes(text, longest);
  if (cut !== text && /^[\d.]+$/.test(text)) throw new Error(`${header} ${text} does not fit into ${longest}`);
  return cut;
}

/** Cuts between characters, by their bytes in GBK. */
export function cutToBytes(text: string, longest: number): string {
  let bytes = 0;
  let cut = '';
  for (const character of text) {
    bytes += iconv.encode(character, 'gbk').length;
    if (bytes > longest) return cut;
    cut += character;
  }
  return cut;
}

async function renderXlsx(profile: VoucherProfile, vouchers: readonly Voucher[], maker: string): Promise<Buffer> {
  const sheet: SheetData = [profile.columns.map((column) => ({ value: column.header, fontWeight: 'bold' as const }))];
  for (const voucher of vouchers) {
    for (const row of voucher.rows) {
      sheet.push(
        profile.columns.map(({ content, longest }) => {
          if (content === 'debit' || content === 'credit') {
            const amount = content === 'debit' ? row.debitFen : row.creditFen;
            return amount === 0 ? null : { value: amount / 100, type: Number, format: '0.00' };
          }
          if (content === 'number') return { value: voucher.number, type: Number };
          const text = cellValue(content, profile, voucher, row, maker);
          return { value: longest === undefined ? text : cutToBytes(text, longest), type: String };
        }),
      );
    }
  }
  return writeXlsxFile(sheet, { sheet: '凭证' }).toBuffer();
}

function cellValue(
  content: CellContent,
  profile: VoucherProfile,
  voucher: Voucher,
  row: VoucherRow,
  maker: string,
): string {
  const values: Readonly<Record<CellContent, string>> = {
    date: voucher.date,
    word: profile.word,
    number: `${voucher.number}`,
    reference: voucher.reference,
    attachments: `${voucher.entries}`,
    summary: voucher.summary,
    subjectCode: row.subjectCode,
    subjectName: row.subjectName,
    debit: formatYuan(fen(row.debitFen)),
    credit: formatYuan(fen(row.creditFen)),
    currency: '人民币',
    rate: '1',
    maker,
  };
  return values[content];
}
