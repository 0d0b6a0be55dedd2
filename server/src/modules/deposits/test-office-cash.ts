import { newId } from '@louting/common/ids';
import { unwrap } from '@louting/common/result';
import type { TestServer } from '../../app/testing/test-server.ts';
import { takeDeposit } from './deposits.store.ts';

/** Cash comes to the office as it does there: somebody leaves a deposit. */
export async function bringCashToOffice({ storage, context }: TestServer, roomId: string, amountFen: number) {
  const deposit = { depositId: newId(), roomId, kind: 'renovation', amountFen, method: 'cash' } as const;
  unwrap(await storage.transact((tx) => takeDeposit(tx, { ...deposit, note: '', by: 'staff:test' }, context)));
}
