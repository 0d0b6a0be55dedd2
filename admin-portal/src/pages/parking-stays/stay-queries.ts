import type { parkingStaysAdminRoutes } from '@louting/server/contract/parking-stays-admin-api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { get, post } from '../../api/client.ts';

type Stays = z.infer<typeof parkingStaysAdminRoutes.stays.response>;
type Tariffs = z.infer<typeof parkingStaysAdminRoutes.tariffs.response>;
type NewTariff = z.input<typeof parkingStaysAdminRoutes.setTariff.body>;
type LetOut = z.input<typeof parkingStaysAdminRoutes.letOut.body> & { readonly stayId: string };

type Cars = z.infer<typeof parkingStaysAdminRoutes.cars.response>;
type NewCar = z.input<typeof parkingStaysAdminRoutes.registerCar.body>;

const CARS = '/admin/v1/household-cars';
const STAYS = '/admin/v1/parking-stays';
const TARIFFS = '/admin/v1/stay-tariffs';

export function useStays(filter: Readonly<Record<string, string | number | undefined>>) {
  return useQuery({
    queryKey: ['parking-stays', filter],
    queryFn: () => get<Stays>(STAYS, filter),
    placeholderData: keepPreviousData,
    // Cars come and go while somebody looks.
    refetchInterval: 15_000,
  });
}

export function useStayTariffs(communityId: string | undefined) {
  return useQuery({ queryKey: ['stay-tariffs', communityId], queryFn: () => get<Tariffs>(TARIFFS, { communityId }) });
}

export function useLetOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ stayId, ...command }: LetOut) => post(`${STAYS}/${stayId}/let-out`, command),
    onSettled: () => queries.invalidateQueries({ queryKey: ['parking-stays'] }),
  });
}

export function useSetTariff() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (tariff: NewTariff) => post(TARIFFS, tariff),
    onSettled: () => queries.invalidateQueries({ queryKey: ['stay-tariffs'] }),
  });
}

export function useHouseholdCars(communityId: string | undefined) {
  return useQuery({ queryKey: [CARS, communityId], queryFn: () => get<Cars>(CARS, { communityId }) });
}

function useChangeOfCars<Wanted>(send: (wanted: Wanted) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: send, onSettled: () => queries.invalidateQueries({ queryKey: [CARS] }) });
}

export const useRegisterCar = () => useChangeOfCars((car: NewCar) => post(CARS, car));

export const useEndCar = () => useChangeOfCars((carId: string) => post(`${CARS}/${carId}/end`));
