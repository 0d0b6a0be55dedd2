import type { adminRoutes, Staff } from '@louting/server/contract/admin-api';
import type { adminMaintenanceRoutes } from '@louting/server/contract/maintenance-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, LOGIN_HAS_ENDED, post, rememberCsrfToken, RequestFailure } from './client.ts';

type Answer<Route extends keyof typeof adminRoutes> = (typeof adminRoutes)[Route] extends {
  response: infer Schema extends z.ZodType;
}
  ? z.infer<Schema>
  : never;

export type PaymentsFilter = Readonly<{
  communityId?: string | undefined;
  kioskId?: string | undefined;
  search?: string | undefined;
  state?: string | undefined;
  method?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  page: number;
  pageSize: number;
}>;
export type SearchFilter = Pick<PaymentsFilter, 'communityId' | 'search' | 'page' | 'pageSize'>;

const KIOSKS_REFRESH_MS = 5_000;
const PAYMENTS_REFRESH_MS = 15_000;

export const STAFF_KEY = ['me'] as const;

/** `null`: nobody is logged in. */
export function useStaff() {
  return useQuery<Staff | null>({
    queryKey: STAFF_KEY,
    queryFn: async () => {
      try {
        return rememberCsrfToken(await get<Staff>('/admin/v1/me'));
      } catch (error) {
        if (error instanceof RequestFailure && error.code === LOGIN_HAS_ENDED) return null;
        throw error;
      }
    },
    staleTime: Infinity,
  });
}

export function useKiosks(communityId: string | undefined) {
  return useQuery({
    queryKey: ['kiosks', communityId],
    queryFn: () => get<Answer<'kiosks'>>('/admin/v1/kiosks', { communityId }, true),
    refetchInterval: KIOSKS_REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useCreateMaintenanceCode() {
  return useMutation({
    mutationFn: (kioskId: string) =>
      post<z.infer<typeof adminMaintenanceRoutes.createCode.response>>(`/admin/v1/kiosks/${kioskId}/maintenance-codes`),
  });
}

/** The answer to what a kiosk without a line shows. */
export function useAnswerMaintenance() {
  return useMutation({
    mutationFn: ({ kioskId, question }: { readonly kioskId: string; readonly question: string }) =>
      post<z.infer<typeof adminMaintenanceRoutes.answer.response>>(`/admin/v1/kiosks/${kioskId}/maintenance-answers`, {
        question,
      }),
  });
}

export function useCreateEnrolmentCode() {
  return useMutation({
    mutationFn: (kioskId: string) => post<Answer<'createEnrolmentCode'>>(`/admin/v1/kiosks/${kioskId}/enrolment-codes`),
  });
}

export function usePayments(filter: PaymentsFilter) {
  const queries = useQueryClient();
  const queryKey = ['payments', filter];
  return useQuery({
    queryKey,
    queryFn: () =>
      get<Answer<'payments'>>('/admin/v1/payments', filter, queries.getQueryState(queryKey)?.status === 'success'),
    refetchInterval: PAYMENTS_REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function usePayment(orderId: string | undefined) {
  return useQuery({
    queryKey: ['payment', orderId],
    queryFn: () => get<Answer<'payment'>>(`/admin/v1/payments/${orderId}`),
    enabled: orderId !== undefined,
  });
}

export function useReceipts(filter: SearchFilter & Pick<PaymentsFilter, 'from' | 'to'>) {
  return useQuery({
    queryKey: ['receipts', filter],
    queryFn: () => get<Answer<'receipts'>>('/admin/v1/receipts', filter),
    placeholderData: keepPreviousData,
  });
}

export function useReceipt(receiptNumber: string | undefined) {
  return useQuery({
    queryKey: ['receipt', receiptNumber],
    queryFn: () => get<Answer<'receipt'>>(`/admin/v1/receipts/${encodeURIComponent(receiptNumber ?? '')}`),
    enabled: receiptNumber !== undefined,
  });
}

export function useRooms(filter: SearchFilter) {
  return useQuery({
    queryKey: ['rooms', filter],
    queryFn: () => get<Answer<'rooms'>>('/admin/v1/rooms', filter),
    placeholderData: keepPreviousData,
  });
}

export function useHousehold(roomId: string) {
  return useQuery({
    queryKey: ['household', roomId],
    queryFn: () => get<Answer<'household'>>(`/admin/v1/rooms/${roomId}`),
  });
}
