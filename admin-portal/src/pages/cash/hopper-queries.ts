import type { hopperRoutes } from '@louting/server/contract/hoppers-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';
import { type CashFilter, useCashChange } from './cash-queries.ts';

type Answer<Route extends keyof typeof hopperRoutes> = z.infer<(typeof hopperRoutes)[Route]['response']>;
export type NewMovement = z.input<typeof hopperRoutes.registerMovement.body>;
export type CountedCoins = NewMovement['coins'];

const BASE = '/admin/v1/cash';
const REFRESH_MS = 15_000;

export function useHoppers(communityId: string | undefined) {
  return useQuery({
    queryKey: ['cash', 'hoppers', communityId],
    queryFn: () => get<Answer<'hoppers'>>(`${BASE}/hoppers`, { communityId }, true),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useMovements(filter: CashFilter) {
  return useQuery({
    queryKey: ['cash', 'hopper-movements', filter],
    queryFn: () => get<Answer<'movements'>>(`${BASE}/hopper-movements`, filter),
    placeholderData: keepPreviousData,
  });
}

export const useRegisterMovement = () =>
  useCashChange((body: NewMovement) => post<Answer<'registerMovement'>>(`${BASE}/hopper-movements`, body));

export const useCountMovement = () =>
  useCashChange(({ movementId, coins }: { movementId: string; coins: CountedCoins }) =>
    post<Answer<'countMovement'>>(`${BASE}/hopper-movements/${movementId}/counts`, { coins }),
  );
