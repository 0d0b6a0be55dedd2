import type { Agreement, depositsRoutes, RoomMoney } from '@louting/server/contract/deposits-api';
import { newId } from '@louting/common/ids';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { get, post, put } from '../../api/client.ts';

type TakeDeposit = Omit<z.input<typeof depositsRoutes.takeDeposit.body>, 'depositId'>;
type ReturnDeposit = Omit<z.input<typeof depositsRoutes.returnDeposit.body>, 'returnId'>;

export function useRoomMoney(roomId: string) {
  return useQuery({
    queryKey: ['room-money', roomId],
    queryFn: () => get<RoomMoney>(`/admin/v1/rooms/${roomId}/money`),
  });
}

/** Both the money and the bills of the room may have moved. */
function useRefreshRoom(roomId: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['room-money', roomId] }),
      queries.invalidateQueries({ queryKey: ['household', roomId] }),
    ]);
}

/** An id that stays the same while one thing is tried again, so that it is done once. */
function useSenderId(): [id: string, used: () => void] {
  const [id, setId] = useState(newId);
  return [id, () => setId(newId())];
}

export function useChangeAgreement(roomId: string) {
  const refresh = useRefreshRoom(roomId);
  return useMutation({
    mutationFn: (agreement: Agreement) => put<Agreement>(`/admin/v1/rooms/${roomId}/agreement`, agreement),
    onSettled: refresh,
  });
}

export function useUsePrepayment(roomId: string) {
  const refresh = useRefreshRoom(roomId);
  const [useId, used] = useSenderId();
  return useMutation({
    mutationFn: () => post(`/admin/v1/rooms/${roomId}/prepayment-uses`, { useId }),
    onSuccess: used,
    onSettled: refresh,
  });
}

export function useTakeDeposit(roomId: string) {
  const refresh = useRefreshRoom(roomId);
  const [depositId, used] = useSenderId();
  return useMutation({
    mutationFn: (deposit: TakeDeposit) =>
      post<{ receiptNumber: string }>(`/admin/v1/rooms/${roomId}/deposits`, { ...deposit, depositId }),
    onSuccess: used,
    onSettled: refresh,
  });
}

export function useReturnDeposit(roomId: string, depositId: string | undefined) {
  const refresh = useRefreshRoom(roomId);
  const [returnId, used] = useSenderId();
  return useMutation({
    mutationFn: (wanted: ReturnDeposit) =>
      post<{ state: string }>(`/admin/v1/deposits/${depositId}/returns`, { ...wanted, returnId }),
    onSuccess: used,
    onSettled: refresh,
  });
}

export function useDecideReturn(roomId: string) {
  const refresh = useRefreshRoom(roomId);
  return useMutation({
    mutationFn: ({ returnId, approve }: { returnId: string; approve: boolean }) =>
      post(`/admin/v1/deposit-returns/${returnId}/decision`, { approve }),
    onSettled: refresh,
  });
}
