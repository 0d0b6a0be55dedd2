import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../../app/problem.ts';
import type { Permission } from '../../contract/admin-api.ts';
import { csrfTokenIsRight, type StaffIdentity } from './staff.ts';
import type { StaffService } from './staff-service.ts';

/** The one door of all portal routes: who is it, may they, and did our own page ask. */
export interface StaffGate {
  readonly cookieName: string;
  /**
   * A Fastify `preValidation`: who may not pass learns nothing about the shape of requests. Without a permission, any logged-in staff member may pass.
   */
  require(permission?: Permission): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** Who passed the door. @throws Error on a route without it: a programming error. */
  staffOf(request: FastifyRequest): StaffIdentity;
}

/** @param secure the portal is reached over https: the browser then sends the cookie over nothing else. */
export function createStaffGate(service: StaffService, secure: boolean): StaffGate {
  const passed = new WeakMap<FastifyRequest, StaffIdentity>();
  const cookieName = secure ? '__Host-louting-staff' : 'louting-staff';
  return {
    cookieName,
    require: (permission) => async (request, reply) => {
      const keepAlive = request.headers['x-background'] === undefined;
      const staff = await service.identify(request.cookies[cookieName], keepAlive);
      if (!staff.ok) return sendProblem(reply, staff.error);
      const changes = request.method !== 'GET' && request.method !== 'HEAD';
      const asked = !changes || csrfTokenIsRight(staff.value, request.headers['x-csrf-token']);
      const may = permission === undefined || staff.value.permissions.has(permission);
      if (!asked || !may) return sendProblem(reply, { code: 'LT-6004' });
      passed.set(request, staff.value);
      return undefined;
    },
    staffOf: (request) => {
      const staff = passed.get(request);
      if (!staff) throw new Error(`${request.method} ${request.url} has no staff gate`);
      return staff;
    },
  };
}
