import type { Staff } from '@louting/server/contract/admin-api';
import { createContext, use } from 'react';

export const StaffContext = createContext<Staff | undefined>(undefined);

export function useLoggedInStaff(): Staff {
  const staff = use(StaffContext);
  if (!staff) throw new Error('this part of the portal is for logged-in staff');
  return staff;
}
