import type { cashRoutes, CountedNotes } from '@louting/server/contract/cash-api';
import type { dayCloseRoutes } from '@louting/server/contract/day-close-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Routes = typeof cashRoutes & typeof dayCloseRoutes;
type Answer<Route extends keyof Routes> = z.infer<Routes[Route]['response']>;
type Body<Route extends keyof Routes> = Routes[Route] extends {
  body: infer Schema extends z.ZodType;
}
  ? z.input<Schema>
  : never;

const BASE = '/admin/v1/cash';
const REFRESH_MS = 15_000;

export type CashFilter = Readonly<Record<string, string | number | undefined>>;

export function useBoxes(communityId: string | undefined) {
  return useQuery({
    queryKey: ['cash', 'boxes', communityId],
    queryFn: () => get<Answer<'boxes'>>(`${BASE}/boxes`, { communityId }, true),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

function useList<Route extends 'collections' | 'differences' | 'doubtfulNotes' | 'deposits' | 'closes'>(
  path: string,
  filter: CashFilter,
) {
  return useQuery({
    queryKey: ['cash', path, filter],
    queryFn: () => get<Answer<Route>>(`${BASE}/${path}`, filter),
    placeholderData: keepPreviousData,
  });
}

export const useCollections = (filter: CashFilter) => useList<'collections'>('collections', filter);
export const useDifferences = (filter: CashFilter) => useList<'differences'>('differences', filter);
export const useDoubtfulNotes = (filter: CashFilter) => useList<'doubtfulNotes'>('doubtful-notes', filter);
export const useDeposits = (filter: CashFilter) => useList<'deposits'>('deposits', filter);
export const useCloses = (filter: CashFilter) => useList<'closes'>('closes', filter);

export function useNotes(kioskId: string, filter: CashFilter) {
  return useQuery({
    queryKey: ['cash', 'notes', kioskId, filter],
    queryFn: () => get<Answer<'notes'>>(`${BASE}/boxes/${kioskId}/notes`, filter),
    placeholderData: keepPreviousData,
  });
}

/** Kept fresh, so that the first counter sees when the second is done. */
export function useCollection(collectionId: string | undefined) {
  return useQuery({
    queryKey: ['cash', 'collection', collectionId],
    queryFn: () => get<Answer<'collection'>>(`${BASE}/collections/${collectionId}`, {}, true),
    enabled: collectionId !== undefined,
    refetchInterval: (query) => (query.state.data?.state === 'settled' ? false : REFRESH_MS),
  });
}

export function useDayStatus(communityId: string | undefined) {
  return useQuery({
    queryKey: ['cash', 'days', communityId],
    queryFn: () => get<Answer<'dayStatus'>>(`${BASE}/days`, { communityId }),
    placeholderData: keepPreviousData,
  });
}

export function useClosePreview(communityId: string, businessDate: string) {
  return useQuery({
    queryKey: ['cash', 'preview', communityId, businessDate],
    queryFn: () =>
      get<Answer<'previewClose'>>(`${BASE}/close-preview`, {
        communityId,
        businessDate,
      }),
    // Terminals answer with the next heartbeat of their kiosk.
    refetchInterval: ({ state }) =>
      state.data?.terminals.some((terminal) => terminal.state === 'waiting') ? REFRESH_MS : false,
  });
}

export function useClose(closeId: string) {
  return useQuery({
    queryKey: ['cash', 'close', closeId],
    queryFn: () => get<Answer<'close'>>(`${BASE}/closes/${closeId}`),
  });
}

/** Whatever changes cash changes several lists: all of them are asked again. */
export function useCashChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: ['cash'] }),
  });
}

export const useRegisterCollection = () =>
  useCashChange((body: Body<'registerCollection'>) => post<Answer<'registerCollection'>>(`${BASE}/collections`, body));

export const useCountCollection = () =>
  useCashChange(({ collectionId, notes }: { collectionId: string; notes: readonly CountedNotes[] }) =>
    post<Answer<'countCollection'>>(`${BASE}/collections/${collectionId}/counts`, { notes }),
  );

export const useSetCapacity = () =>
  useCashChange(({ kioskId, notes }: { kioskId: string; notes: number }) =>
    post<Answer<'setCapacity'>>(`${BASE}/boxes/${kioskId}/capacity`, { notes }),
  );

export const useExplainDifference = () =>
  useCashChange(({ differenceId, ...body }: Body<'explainDifference'> & { differenceId: string }) =>
    post<Answer<'explainDifference'>>(`${BASE}/differences/${differenceId}/resolutions`, body),
  );

export const useDecideNote = () =>
  useCashChange(({ noteId, ...body }: Body<'decideNote'> & { noteId: string }) =>
    post<Answer<'decideNote'>>(`${BASE}/doubtful-notes/${noteId}/decisions`, body),
  );

export const useRegisterDeposit = () =>
  useCashChange((body: Body<'registerDeposit'>) => post<Answer<'registerDeposit'>>(`${BASE}/deposits`, body));

export const usePrepareClose = () =>
  useCashChange((body: Body<'prepareClose'>) => post<Answer<'prepareClose'>>(`${BASE}/closes`, body));

export const useSignClose = () =>
  useCashChange(({ closeId, accept }: { closeId: string; accept: boolean }) =>
    post<Answer<'signClose'>>(`${BASE}/closes/${closeId}/signatures`, {
      accept,
    }),
  );
