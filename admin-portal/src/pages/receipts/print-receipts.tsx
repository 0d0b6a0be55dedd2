import { newId } from '@louting/common/ids';
import type { adminRoutes } from '@louting/server/contract/admin-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, type ReactElement } from 'react';
import { createPortal } from 'react-dom';
import type { z } from 'zod';
import { post } from '../../api/client.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { ReceiptSheet } from './receipt-sheet.tsx';

type Prints = z.infer<typeof adminRoutes.printReceipts.response>;

/** Registers a further print of each receipt, and hands them all to the browser's printer, one a page. */
export function PrintReceipts(props: {
  readonly receiptNumbers: readonly string[];
  readonly words: string;
  readonly onPrinted?: () => void;
}): ReactElement {
  const { receiptNumbers, words, onPrinted } = props;
  const failureWords = useFailureWords();
  const queries = useQueryClient();
  const printing = useMutation({
    mutationFn: () =>
      post<Prints>('/admin/v1/receipts/copies', {
        prints: receiptNumbers.map((receiptNumber) => ({ copyId: newId(), receiptNumber })),
      }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['receipt'] });
      await queries.invalidateQueries({ queryKey: ['receipts'] });
    },
  });
  const { data, reset } = printing;

  useEffect(() => {
    if (!data) return undefined;
    const done = () => {
      reset();
      onPrinted?.();
    };
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [data, reset, onPrinted]);

  return (
    <>
      <Button disabled={receiptNumbers.length === 0} loading={printing.isPending} onClick={() => printing.mutate()}>
        {words}
      </Button>
      {printing.isError && <Alert type="error" showIcon title={failureWords(failureCode(printing.error))} />}
      {data &&
        createPortal(
          <div className="print-sheets">
            {data.rows.map((receipt) => (
              <ReceiptSheet key={receipt.receiptNumber} receipt={receipt} marked />
            ))}
          </div>,
          document.body,
        )}
    </>
  );
}
