import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import type { Receipt } from '@louting/server/contract/kiosk-api';
import { QRCode } from 'antd';
import type { ReactElement } from 'react';
import { CompanySeal } from './company-seal.tsx';

/**
 * The receipt as the owner holds it. Its words are those on the paper, in Chinese whatever the portal speaks.
 * @param marked a further print, and says so
 */
export function ReceiptSheet({ receipt, marked = false }: { receipt: Receipt; marked?: boolean }): ReactElement {
  return (
    <article className="paper" lang="zh-CN" aria-label={`收据 ${receipt.receiptNumber}`}>
      <header>
        <b>收据</b>
        {marked && <strong>补打 第 {receipt.copyNumber} 次</strong>}
        <span>{receipt.communityName}</span>
        <span>{receipt.companyName}</span>
      </header>
      <dl>
        <Row name="收据号" value={receipt.receiptNumber} />
        <Row name="时间" value={businessTime(receipt.paidAt)} />
        <Row name="房号" value={receipt.roomLabel} />
        <Row name="交款人" value={receipt.payerMasked} />
      </dl>
      <ul>
        {receipt.lines.map((line, index) => (
          <li key={`${index}-${line.itemName}`}>
            <span>
              {line.itemName}
              <small>{line.period}</small>
            </span>
            <span className="money">{formatYuan(line.amountFen)}</span>
          </li>
        ))}
        {receipt.toPrepaymentFen > 0 && (
          <li>
            <span>转入预存</span>
            <span className="money">{formatYuan(receipt.toPrepaymentFen)}</span>
          </li>
        )}
      </ul>
      <p className="paper-total">
        <span>合计</span>
        <b className="money">¥{formatYuan(receipt.totalFen)}</b>
      </p>
      <p>大写：{receipt.totalCapitals}</p>
      <dl>
        <Row name="方式" value={receipt.methodName} />
        {receipt.refund && <Row name="重复缴费" value={refundWords(receipt.refund)} />}
        {receipt.channelReferenceMasked && <Row name="渠道单号" value={receipt.channelReferenceMasked} />}
        {receipt.card?.cardMasked && <Row name="卡号" value={receipt.card.cardMasked} />}
        {receipt.card?.terminalId && <Row name="刷卡终端" value={receipt.card.terminalId} />}
        {receipt.card?.batch && <Row name="批次号" value={receipt.card.batch} />}
        {receipt.card?.trace && <Row name="流水号" value={receipt.card.trace} />}
        <Row name="预存余额" value={`¥${formatYuan(receipt.prepaidAfterFen)}`} />
        <Row name="终端" value={receipt.kioskNumber} />
        <Row name="服务电话" value={receipt.servicePhone} />
      </dl>
      <div className="paper-proof">
        <QRCode value={receipt.verifyUrl} type="svg" size={104} bordered={false} errorLevel="M" />
        <CompanySeal company={receipt.companyName} />
      </div>
      <footer>扫码验真伪 · 此收据不作为发票使用</footer>
    </article>
  );
}

function refundWords({ amountFen, state }: NonNullable<Receipt['refund']>): string {
  const when = state === 'on-its-way' ? '原路退回，3 到 5 个工作日到账' : '管理处核对后原路退回';
  return `${formatYuan(amountFen)} 元，${when}`;
}

function Row({ name, value }: { name: string; value: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
