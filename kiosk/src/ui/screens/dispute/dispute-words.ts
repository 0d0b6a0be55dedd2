import type { TFunction } from 'i18next';
import type { DisputeView } from '../../../screens/help-desk.ts';

/** One line about the bills that were asked about: an answer first, because it waits to be heard. */
export function disputeWords(disputes: readonly DisputeView[], t: TFunction): string {
  const answered = disputes.find(({ progress }) => progress === 'answered');
  if (answered) return t('dispute.answered', { reference: answered.reference });
  const [newest] = disputes;
  if (!newest) return '';
  const { reference } = newest;
  return t(newest.progress === 'received' ? 'dispute.received' : 'dispute.beingChecked', { reference });
}
