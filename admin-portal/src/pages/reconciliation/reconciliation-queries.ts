import type {
  BankLineRow,
  Difference,
  MonthReport,
  reconciliationRoutes,
  Run,
} from '@louting/server/contract/reconciliation-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post, upload } from '../../api/client.ts';

type Routes = typeof reconciliationRoutes;
type Answer<Route extends keyof Routes> = Routes[Route] extends { response: infer Schema extends z.ZodType }
  ? z.infer<Schema>
  : never;
type Body<Route extends keyof Routes> = Routes[Route] extends { body: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : never;
export type Filter = Readonly<Record<string, string | number | undefined>>;

export const BASE = '/admin/v1/reconciliation';
export const KEY = 'reconciliation';
const REFRESH_MS = 15_000;

/** The days of a month; asked again while one of them is being compared. */
export function useRuns(month: string) {
  return useQuery({
    queryKey: [KEY, 'runs', month],
    queryFn: () => get<Answer<'runs'>>(`${BASE}/runs`, { month }, true),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useRun(runId: string) {
  return useQuery({ queryKey: [KEY, 'run', runId], queryFn: () => get<Answer<'run'>>(`${BASE}/runs/${runId}`) });
}

export function useDifferences(filter: Filter) {
  return useQuery({
    queryKey: [KEY, 'differences', filter],
    queryFn: () => get<Answer<'differences'>>(`${BASE}/differences`, filter),
    placeholderData: keepPreviousData,
  });
}

export function useBankLines(filter: Filter) {
  return useQuery({
    queryKey: [KEY, 'bank-lines', filter],
    queryFn: () => get<Answer<'bankLines'>>(`${BASE}/bank/lines`, filter),
    placeholderData: keepPreviousData,
  });
}

export function useImports(communityId: string) {
  return useQuery({
    queryKey: [KEY, 'imports', communityId],
    queryFn: () => get<Answer<'imports'>>(`${BASE}/bank/imports`, { communityId }),
    placeholderData: keepPreviousData,
  });
}

export function useOpenBills(roomId: string | undefined) {
  return useQuery({
    queryKey: [KEY, 'open-bills', roomId],
    queryFn: () => get<Answer<'openBills'>>(`${BASE}/rooms/${roomId}/bills`),
    enabled: roomId !== undefined,
  });
}

export function useMonthReport(month: string, communityId: string | undefined) {
  return useQuery({
    queryKey: [KEY, 'month', month, communityId],
    queryFn: () => get<MonthReport>(`${BASE}/months/${month}`, { communityId }),
    placeholderData: keepPreviousData,
  });
}

export function monthCsvAddress(month: string, communityId: string | undefined): string {
  const query = communityId === undefined ? '' : `?${new URLSearchParams({ communityId }).toString()}`;
  return `${BASE}/months/${month}/report.csv${query}`;
}

/** What is decided here changes several lists: all of them are asked again, failed or not. */
export function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  });
}

interface Upload {
  readonly form: FormData;
  readonly onProgress: (share: number) => void;
}

export const useUploadRun = () =>
  useChange(({ form, onProgress }: Upload) => upload<Run>(`${BASE}/runs`, form, onProgress));

export const useImportStatement = () =>
  useChange(({ form, onProgress }: Upload) =>
    upload<Answer<'importStatement'>>(`${BASE}/bank/imports`, form, onProgress),
  );

export const useCloseRun = () => useChange((runId: string) => post<Run>(`${BASE}/runs/${runId}/close`));

export const useCompareAgain = () => useChange((runId: string) => post<Run>(`${BASE}/runs/${runId}/comparison`));

export const useSettleDifference = () =>
  useChange(({ differenceId, step }: { differenceId: string; step: Body<'settleDifference'> }) =>
    post<Difference>(`${BASE}/differences/${differenceId}`, step),
  );

export const useMatchAgain = () =>
  useChange((communityId: string) => post<Answer<'matchAgain'>>(`${BASE}/bank/matching`, { communityId }));

export const useProposeMatch = () =>
  useChange(({ lineId, ...proposal }: Body<'proposeMatch'> & { lineId: string }) =>
    post<BankLineRow>(`${BASE}/bank/lines/${lineId}/matches`, proposal),
  );

export const useDecideMatch = () =>
  useChange(({ matchId, step }: { matchId: string; step: Body<'decideMatch'> }) =>
    post<BankLineRow>(`${BASE}/bank/matches/${matchId}`, step),
  );
