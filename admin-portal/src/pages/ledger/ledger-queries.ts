import type {
  AccountLine,
  ledgerRoutes,
  Period,
  Subject,
  SubjectRow,
  VoucherBatch,
  VoucherTarget,
} from '@louting/server/contract/ledger-api';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post, put } from '../../api/client.ts';

type Answer<Route extends keyof typeof ledgerRoutes> = (typeof ledgerRoutes)[Route] extends {
  response: infer Schema extends z.ZodType;
}
  ? z.infer<Schema>
  : never;

const CHAIN_REFRESH_MS = 30_000;

export function useAccounts(communityId: string | undefined) {
  return useQuery({
    queryKey: ['ledger', 'accounts', communityId],
    queryFn: () => get<Answer<'accounts'>>('/admin/v1/ledger/accounts', { communityId }),
    placeholderData: keepPreviousData,
  });
}

export function useAccountLines(communityId: string | undefined, accountCode: string | undefined) {
  return useInfiniteQuery({
    queryKey: ['ledger', 'lines', communityId, accountCode],
    queryFn: ({ pageParam }) =>
      get<{ rows: AccountLine[]; next?: string }>(`/admin/v1/ledger/accounts/${accountCode}/lines`, {
        communityId,
        before: pageParam,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: accountCode !== undefined,
  });
}

export function useTrialBalance(communityId: string, month: string) {
  return useQuery({
    queryKey: ['ledger', 'trial-balance', communityId, month],
    queryFn: () => get<Answer<'trialBalance'>>('/admin/v1/ledger/trial-balance', { communityId, month }),
    placeholderData: keepPreviousData,
  });
}

export function usePeriods(communityId: string) {
  return useQuery({
    queryKey: ['ledger', 'periods', communityId],
    queryFn: () => get<Answer<'periods'>>('/admin/v1/ledger/periods', { communityId }),
  });
}

export function useClosingChecks(communityId: string, month: string | undefined) {
  return useQuery({
    queryKey: ['ledger', 'checks', communityId, month],
    queryFn: () => get<Answer<'closingChecks'>>(`/admin/v1/ledger/periods/${month}/checks`, { communityId }),
    enabled: month !== undefined,
    gcTime: 0,
  });
}

export function useChangePeriod(communityId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ month, close, words }: { month: string; close: boolean; words: string }) =>
      post<Period>(
        `/admin/v1/ledger/periods/${month}/${close ? 'close' : 'reopen'}`,
        close ? { communityId, note: words } : { communityId, reason: words },
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ledger'] }),
  });
}

export function useChain() {
  return useQuery({
    queryKey: ['ledger', 'chain'],
    queryFn: () => get<Answer<'chain'>>('/admin/v1/ledger/chain', {}, true),
    refetchInterval: CHAIN_REFRESH_MS,
  });
}

export function useVoucherBatches(communityId: string) {
  return useQuery({
    queryKey: ['ledger', 'vouchers', communityId],
    queryFn: () => get<Answer<'voucherBatches'>>('/admin/v1/ledger/voucher-batches', { communityId }),
  });
}

export function useExportVouchers() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { communityId: string; target: VoucherTarget; month: string; mode: VoucherBatch['mode'] }) =>
      post<VoucherBatch>('/admin/v1/ledger/voucher-batches', wanted),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ledger', 'vouchers'] }),
  });
}

export function useSubjects(communityId: string, target: VoucherTarget | undefined) {
  return useQuery({
    queryKey: ['ledger', 'subjects', communityId, target],
    queryFn: () => get<{ rows: SubjectRow[] }>('/admin/v1/ledger/subjects', { communityId, target }),
    enabled: target !== undefined,
  });
}

export function useChangeSubjects(communityId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ target, rows }: { target: VoucherTarget; rows: readonly Subject[] }) =>
      put<{ rows: SubjectRow[] }>('/admin/v1/ledger/subjects', { communityId, target, rows }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ledger', 'subjects'] }),
  });
}
