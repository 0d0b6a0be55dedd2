import type { BalanceStatement } from '@louting/server/contract/bank-balances-api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { get } from '../../../api/client.ts';
import { BASE, KEY } from '../reconciliation-queries.ts';

export function useBalanceStatement(communityId: string, date: string) {
  return useQuery({
    queryKey: [KEY, 'balance', communityId, date],
    queryFn: () => get<BalanceStatement>(`${BASE}/bank/balances`, { communityId, date }),
    placeholderData: keepPreviousData,
  });
}

export function balanceCsvAddress(communityId: string, date: string): string {
  return `${BASE}/bank/balances/statement.csv?${new URLSearchParams({ communityId, date }).toString()}`;
}
