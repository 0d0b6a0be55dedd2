import type { transferSlipRoutes } from '@louting/server/contract/transfer-slips-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post, upload } from '../../api/client.ts';

type Slips = z.infer<typeof transferSlipRoutes.slips.response>;

const BASE = '/admin/v1/reconciliation/transfer-slips';
const KEY = 'transfer-slips';

export function useTransferSlips(filter: Readonly<Record<string, string | number | undefined>>) {
  return useQuery({
    queryKey: [KEY, filter],
    queryFn: () => get<Slips>(BASE, filter),
    placeholderData: keepPreviousData,
  });
}

export function useRegisterSlip() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: FormData) => upload(BASE, form, () => undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

export function useWithdrawSlip() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (slipId: string) => post(`${BASE}/${slipId}/withdrawal`),
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** Where the browser finds the picture; the session cookie opens it. */
export function slipImageAddress(slipId: string): string {
  return `${BASE}/${slipId}/image`;
}
