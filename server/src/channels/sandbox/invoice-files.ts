import { businessDate } from '@louting/common/clock';
import { fen, formatYuan, toCapitals } from '@louting/common/money';
import { strToU8, zipSync } from 'fflate';
import type { SandboxInvoice } from './invoice-book.ts';

/** The three forms in which a 数电票 is delivered; all say the same. */
export function invoiceFile(invoice: SandboxInvoice, format: 'pdf' | 'ofd' | 'xml'): Uint8Array {
  if (format === 'xml') return strToU8(invoiceXml(invoice));
  return format === 'pdf' ? invoicePdf(linesOnPaper(invoice)) : invoiceOfd(linesOnPaper(invoice));
}

function signed(invoice: SandboxInvoice, amountFen: number): string {
  return formatYuan(fen(invoice.kind === 'red' ? -amountFen : amountFen));
}

function invoiceXml(invoice: SandboxInvoice): string {
  const buyer = invoice.buyer.kind === 'company' ? `<BuyerIdNum>${invoice.buyer.taxNumber}</BuyerIdNum>` : '';
  const items = invoice.lines
    .map(
      (line) => `
    <IssuItemInformation><ItemName>${text(line.name)}</ItemName><TaxClassificationCode>${line.taxClassCode}</TaxClassificationCode>
      <Amount>${signed(invoice, line.amountFen - line.taxFen)}</Amount><TaxRate>${(line.taxRate / 10_000).toFixed(4)}</TaxRate>
      <ComTaxAm>${signed(invoice, line.taxFen)}</ComTaxAm><TotaltaxIncludedAmount>${signed(invoice, line.amountFen)}</TotaltaxIncludedAmount></IssuItemInformation>`,
    )
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<EInvoice>
  <Header><EIid>${invoice.invoiceNumber}</EIid><InherentLabel><EInvoiceType>${invoice.kind === 'red' ? '红字' : '蓝字'}</EInvoiceType></InherentLabel></Header>
  <EInvoiceData>
    <SellerInformation><SellerName>${text(invoice.sellerName)}</SellerName></SellerInformation>
    <BuyerInformation><BuyerName>${text(invoice.buyer.name)}</BuyerName>${buyer}</BuyerInformation>
    <BasicInformation><RequestTime>${businessDate(invoice.issuedAt)}</RequestTime><TotalTaxAm>${signed(invoice, invoice.taxFen)}</TotalTaxAm>
      <TotalTax-includedAmount>${signed(invoice, invoice.amountFen)}</TotalTax-includedAmount>
      <TotalTax-includedAmountInChinese>${toCapitals(fen(invoice.amountFen))}</TotalTax-includedAmountInChinese></BasicInformation>${items}
    <AdditionalInformation><Remark>${text(invoice.remark)}</Remark></AdditionalInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>${invoice.invoiceNumber}</InvoiceNumber>${invoice.redOfNumber === undefined ? '' : `<OriginalInvoiceNumber>${invoice.redOfNumber}</OriginalInvoiceNumber>`}</TaxSupervisionInfo>
</EInvoice>
`;
}

function linesOnPaper(invoice: SandboxInvoice): string[] {
  return [
    invoice.kind === 'red' ? '电子发票（普通发票）红字' : '电子发票（普通发票）',
    `发票号码：${invoice.invoiceNumber}`,
    `开票日期：${businessDate(invoice.issuedAt)}`,
    `购买方：${invoice.buyer.name}${invoice.buyer.kind === 'company' ? `　${invoice.buyer.taxNumber}` : ''}`,
    `销售方：${invoice.sellerName}`,
    ...invoice.lines.map(
      (line) =>
        `${line.name}　金额 ${signed(invoice, line.amountFen - line.taxFen)}　税率 ${line.taxRate / 100}%　税额 ${signed(invoice, line.taxFen)}`,
    ),
    `价税合计：${toCapitals(fen(invoice.amountFen))}　¥${signed(invoice, invoice.amountFen)}`,
    ...(invoice.redOfNumber === undefined ? [] : [`被红冲蓝字发票号码：${invoice.redOfNumber}`]),
    `备注：${invoice.remark}`,
    '沙箱样票，不作报销凭证',
  ];
}

/** One A5 page in a predefined Chinese font, which every reader brings along (ISO 32000-1, 9.7.5.2). */
function invoicePdf(lines: readonly string[]): Uint8Array {
  const shown = lines.map((line, index) => `1 0 0 1 36 ${380 - index * 26} Tm <${utf16(line)}> Tj`).join('\n');
  const content = `BT /F1 12 Tf\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 420] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + end, 'latin1');
}

function utf16(line: string): string {
  return Buffer.from(line, 'utf16le').swap16().toString('hex');
}

/** GB/T 33190: a zip of XML, here one page of text. */
function invoiceOfd(lines: readonly string[]): Uint8Array {
  const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"';
  const objects = lines
    .map(
      (line, index) =>
        `<ofd:TextObject ID="${10 + index}" Boundary="12 ${12 + index * 9} 186 7" Font="1" Size="4.2"><ofd:TextCode X="0" Y="4.2">${text(line)}</ofd:TextCode></ofd:TextObject>`,
    )
    .join('');
  return zipSync({
    'OFD.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><ofd:OFD ${namespace} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    ),
    'Doc_0/Document.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><ofd:Document ${namespace}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 148</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`,
    ),
    'Doc_0/PublicRes.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><ofd:Res ${namespace} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>`,
    ),
    'Doc_0/Pages/Page_0/Content.xml': strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><ofd:Page ${namespace}><ofd:Content><ofd:Layer ID="3">${objects}</ofd:Layer></ofd:Content></ofd:Page>`,
    ),
  });
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
