import type {
  adminInvoiceRoutes,
  InvoiceRequestSchema,
  InvoicesQuerySchema,
} from '@louting/server/contract/invoices-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Invoices = z.infer<typeof adminInvoiceRoutes.invoices.response>;
export type InvoiceRequest = z.infer<typeof InvoiceRequestSchema>;

/** While one is being issued the page looks again by itself. */
const REFRESH_MS = 5_000;

export function useInvoices(
  filter: Partial<Record<keyof z.infer<typeof InvoicesQuerySchema>, string | number | undefined>>,
) {
  const queries = useQueryClient();
  const queryKey = ['invoices', filter];
  return useQuery({
    queryKey,
    queryFn: () => get<Invoices>('/admin/v1/invoices', filter, queries.getQueryState(queryKey)?.status === 'success'),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

export function useRequestInvoice(orderId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: InvoiceRequest) => post(`/admin/v1/payments/${orderId}/invoice`, request),
    onSettled: () => queries.invalidateQueries({ queryKey: ['invoices'] }),
  });
}

export function useMailInvoice(invoiceId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (email: string) => post(`/admin/v1/invoices/${invoiceId}/mails`, { email }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['invoices'] }),
  });
}
