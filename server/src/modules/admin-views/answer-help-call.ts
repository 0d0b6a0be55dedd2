import type { Storage } from '../../storage/storage.ts';

/** The first answer counts: two staff members may press at once. @returns whether this one was the first. */
export function answerHelpCall(
  storage: Storage,
  answer: { readonly callId: string; readonly message: string; readonly staffId: string; readonly at: number },
): Promise<boolean> {
  return storage.transact(async (tx) => {
    const [updated] = await tx
      .updateTable('help_call')
      .set({ answered_at: answer.at, message: answer.message, answered_by: answer.staffId })
      .where('call_id', '=', answer.callId)
      .where('answered_at', 'is', null)
      .execute();
    return updated?.numUpdatedRows === 1n;
  });
}
