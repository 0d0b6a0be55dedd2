import { businessTime } from '@louting/common/clock';
import { Skeleton, Timeline } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useReceipt } from '../../api/queries.ts';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { PrintReceipts } from './print-receipts.tsx';
import { ReceiptSheet } from './receipt-sheet.tsx';

/** A receipt of the archive, with every further print of it. */
export function ReceiptPaper({ receiptNumber }: { receiptNumber: string }): ReactElement {
  const { t } = useTranslation();
  const receipt = useReceipt(receiptNumber);
  if (receipt.isError) return <FailedToLoad error={receipt.error} onRetry={() => void receipt.refetch()} />;
  if (receipt.isPending) return <Skeleton active />;
  const paper = receipt.data;
  return (
    <>
      <ReceiptSheet receipt={paper} />
      <p className="quiet paper-copies">
        {paper.copyNumber === 0 ? t('receipt.noCopies') : t('receipt.copies', { count: paper.copyNumber })}
      </p>
      <p className="paper-copies">
        <PrintReceipts receiptNumbers={[receiptNumber]} words={t('receipt.print')} />
      </p>
      <Timeline
        items={paper.copies.map((copy) => ({
          content: t('receipt.copy', {
            number: copy.copyNumber,
            time: businessTime(copy.printedAt),
            by: copy.printedBy,
          }),
        }))}
      />
    </>
  );
}
