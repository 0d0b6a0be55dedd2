import type { Clock } from '@louting/common/clock';
import type { NewId } from '@louting/common/ids';
import type { Result } from '@louting/common/result';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ScopedBooks } from '../modules/admin-views/scope.ts';
import type { AuditEntry } from '../modules/staff/audit-trail.ts';
import type { StaffGate } from '../modules/staff/staff-gate.ts';
import type { Storage } from '../storage/storage.ts';

/** What every capability's part of `/admin/v1` works with. */
export interface AdminContext {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Origin under which the server is reached, without a slash at the end. */
  readonly publicUrl: string;
  /** The one door: `preValidation: gate.require('refunds.view')`. */
  readonly gate: StaffGate;
  /** The books as this staff member may see them; @param communityId narrows to one of their communities. */
  booksOf(request: FastifyRequest, communityId?: string): ScopedBooks;
  /** Writes to the trail, in a transaction of its own. */
  audit(request: FastifyRequest, entry: Pick<AuditEntry, 'action' | 'subject' | 'result'>): Promise<void>;
  /** Writes what was tried, and that it went well or by which code it was refused. */
  auditOutcome(
    request: FastifyRequest,
    tried: Pick<AuditEntry, 'action' | 'subject'>,
    outcome: Result<unknown>,
  ): Promise<void>;
}

/** A capability's part of `/admin/v1`; registered in build-app.ts. */
export type AdminPart = (admin: AdminContext) => FastifyPluginAsync;
