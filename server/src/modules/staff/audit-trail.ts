import type { NewId } from '@louting/common/ids';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/database.ts';

/** One row of the immutable trail: who, when, what, object, result. */
export interface AuditEntry {
  readonly at: number;
  /** Undefined: nobody was logged in. */
  readonly staffId: string | undefined;
  readonly action:
    | 'log-in'
    | 'export-anchors'
    | 'close-month'
    | 'reopen-month'
    | 'export-vouchers'
    | 'change-subjects'
    | 'change-agreement'
    | 'use-prepayment'
    | 'make-lease'
    | 'open-gate'
    | 'register-car'
    | 'end-car'
    | 'set-stay-tariff'
    | 'set-parking-price'
    | 'renew-lease'
    | 'end-lease'
    | 'publish-offer'
    | 'withdraw-offer'
    | 'take-deposit'
    | 'return-deposit'
    | 'decide-deposit-return'
    | 'log-out'
    | 'change-password'
    | 'view-household'
    | 'view-receipt'
    | 'print-receipt'
    | 'issue-enrolment-code'
    | 'answer-maintenance'
    | 'issue-maintenance-code'
    | 'open-maintenance'
    | 'set-ways-in'
    | 'set-cards'
    | 'raise-ticket'
    | 'work-on-ticket'
    | 'change-questions'
    | 'resolve-exception'
    | 'take-exception'
    | 'release-exception'
    | 'review-anomaly'
    | 'set-cash-box-capacity'
    | 'register-cash-collection'
    | 'count-cash-collection'
    | 'register-hopper-movement'
    | 'count-hopper-movement'
    | 'explain-cash-difference'
    | 'decide-doubtful-note'
    | 'register-cash-deposit'
    | 'prepare-day-close'
    | 'ask-terminal-totals'
    | 'sign-day-close'
    | 'request-invoice'
    | 'mail-invoice'
    | 'view-invoice'
    | 'request-refund'
    | 'approve-refund'
    | 'reject-refund'
    | 'pay-out-refund'
    | 'reroute-refund'
    | 'retry-refund'
    | 'give-up-refund'
    | 'ask-about-refund'
    | 'declare-refund'
    | 'reverse-bill'
    | 'compare-channel-file'
    | 'close-reconciliation-day'
    | 'take-difference'
    | 'close-difference'
    | 'escalate-difference'
    | 'import-bank-statement'
    | 'match-bank-lines'
    | 'register-transfer-slip'
    | 'withdraw-transfer-slip'
    | 'view-transfer-slip'
    | 'propose-bank-match'
    | 'confirm-bank-match'
    | 'reject-bank-match'
    | 'undo-bank-match'
    | 'export-reconciliation-report'
    | 'compare-channel-day-again'
    | 'propose-reconciliation-change'
    | 'confirm-reconciliation-change'
    | 'refuse-reconciliation-change'
    | 'prepare-month-report'
    | 'sign-month-report'
    | 'export-balance-statement';
  /** `<table>:<id>`, never personal data. */
  readonly subject: string;
  /** `ok` or the failure code. */
  readonly result: string;
  readonly address: string;
}

export async function recordAudit(tx: Kysely<Database>, newId: NewId, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit_event')
    .values({
      audit_id: newId(),
      at: entry.at,
      actor: entry.staffId === undefined ? 'anonymous' : `staff:${entry.staffId}`,
      action: entry.action,
      subject: entry.subject,
      detail_json: JSON.stringify({ result: entry.result, address: entry.address }),
    })
    .execute();
}
