import { businessTime } from '@louting/common/clock';
import { formatYuan } from '@louting/common/money';
import { Skeleton, Timeline } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useReceipt } from '../../api/queries.ts';
import { FailedToLoad } from '../../layout/page-states.tsx';

/** The receipt as the owner holds it. Its words are those on the paper, in Chinese whatever the portal speaks. */
export function ReceiptPaper({ receiptNumber }: { receiptNumber: string }): ReactElement {
  const { t } = useTranslation();
  const receipt = useReceipt(receiptNumber);
  if (receipt.isError) return <FailedToLoad error={receipt.error} onRetry={() => void receipt.refetch()} />;
  if (receipt.isPending) return <Skeleton active />;
  const paper = receipt.data;
  return (
    <>
      <article className="paper" lang="zh-CN" aria-label={t('receipt.paper')}>
        <header>
          <b>收据</b>
          <span>{paper.communityName}</span>
          <span>{paper.companyName}</span>
        </header>
        <dl>
          <Row name="收据号" value={paper.receiptNumber} />
          <Row name="时间" value={businessTime(paper.paidAt)} />
          <Row name="房号" value={paper.roomLabel} />
          <Row name="交款人" value={paper.payerMasked} />
        </dl>
        <ul>
          {paper.lines.map((line, index) => (
            <li key={`${index}-${line.itemName}`}>
              <span>
                {line.itemName}
                <small>{line.period}</small>
              </span>
              <span className="money">{formatYuan(line.amountFen)}</span>
            </li>
          ))}
          {paper.toPrepaymentFen > 0 && (
            <li>
              <span>转入预存</span>
              <span className="money">{formatYuan(paper.toPrepaymentFen)}</span>
            </li>
          )}
        </ul>
        <p className="paper-total">
          <span>合计</span>
          <b className="money">¥{formatYuan(paper.totalFen)}</b>
        </p>
        <p>大写：{paper.totalCapitals}</p>
        <dl>
          <Row name="方式" value={paper.methodName} />
          {paper.channelReferenceMasked && <Row name="渠道单号" value={paper.channelReferenceMasked} />}
          <Row name="预存余额" value={`¥${formatYuan(paper.prepaidAfterFen)}`} />
          <Row name="终端" value={paper.kioskNumber} />
          <Row name="服务电话" value={paper.servicePhone} />
        </dl>
        <footer>此收据不作为发票使用</footer>
      </article>
      <p className="quiet paper-copies">
        {paper.copyNumber === 0 ? t('receipt.noCopies') : t('receipt.copies', { count: paper.copyNumber })}
      </p>
      <Timeline
        items={paper.copies.map((copy) => ({
          content: t('receipt.copy', {
            number: copy.copyNumber,
            time: businessTime(copy.printedAt),
            kiosk: copy.kioskNumber,
          }),
        }))}
      />
    </>
  );
}

function Row({ name, value }: { name: string; value: string }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
