import type { Refundable, RefundDetail, RefundRow, refundRoutes } from '@louting/server/contract/refunds-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

export type RefundsFilter = Readonly<{
  communityId?: string | undefined;
  state?: string | undefined;
  waiting?: string | undefined;
  search?: string | undefined;
  page: number;
  pageSize: number;
}>;

const REFRESH_MS = 10_000;

export function useRefunds(filter: RefundsFilter) {
  const queries = useQueryClient();
  const queryKey = ['refunds', filter];
  return useQuery({
    queryKey,
    queryFn: () =>
      get<z.infer<typeof refundRoutes.refunds.response>>(
        '/admin/v1/refunds',
        filter,
        queries.getQueryState(queryKey)?.status === 'success',
      ),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useRefund(refundId: string | undefined) {
  return useQuery({
    queryKey: ['refund', refundId],
    queryFn: () => get<RefundDetail>(`/admin/v1/refunds/${refundId}`, {}, true),
    enabled: refundId !== undefined,
    refetchInterval: REFRESH_MS,
  });
}

export function useRefundsOfPayment(orderId: string) {
  return useQuery({
    queryKey: ['refunds-of-payment', orderId],
    queryFn: () => get<{ rows: RefundRow[] }>(`/admin/v1/payments/${orderId}/refunds`),
  });
}

export function useRefundable(orderId: string) {
  return useQuery({
    queryKey: ['refundable', orderId],
    queryFn: () => get<Refundable>(`/admin/v1/payments/${orderId}/refundable`),
    staleTime: 0,
  });
}

/** Everything that shows where money is changes with a refund. */
function useChange<Values>(change: (values: Values) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries() });
}

export function useRequestRefund() {
  return useChange((wish: z.input<typeof refundRoutes.requestRefund.body>) =>
    post<RefundDetail>('/admin/v1/refunds', wish),
  );
}

/** @param path below the refund, e.g. `approvals` */
export function useRefundStep(refundId: string) {
  return useChange(({ path, body }: { path: string; body: object }) =>
    post<RefundDetail>(`/admin/v1/refunds/${refundId}/${path}`, body),
  );
}

export function useReverseBill(billId: string) {
  return useChange((body: { reason: string; moneyTo?: 'prepayment' }) =>
    post(`/admin/v1/bills/${billId}/reversals`, body),
  );
}
