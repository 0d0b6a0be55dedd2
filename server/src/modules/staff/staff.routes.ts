import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { adminRoutes, type Staff } from '../../contract/admin-api.ts';
import type { StaffGate } from './staff-gate.ts';
import type { StaffIdentity } from './staff.ts';
import type { StaffService } from './staff-service.ts';

export interface StaffRoutesDependencies {
  readonly service: StaffService;
  readonly gate: StaffGate;
  /** The portal is reached over https. */
  readonly secure: boolean;
}

/** Log-in, log-out and who am I. Expects cookies, and the zod validator and serializer compilers. */
export function staffRoutesPlugin({ service, gate, secure }: StaffRoutesDependencies): FastifyPluginAsync {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;

  return async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();

    const { login, logout, me, changePassword } = adminRoutes;
    app.route({
      ...contractRoute(login, 'staff'),
      handler: async (request, reply) => {
        const entered = await service.logIn({ ...request.body, address: request.ip });
        if (!entered.ok) return sendProblem(reply, entered.error);
        void reply.setCookie(gate.cookieName, entered.value.token, cookie);
        return reply.send(staffView(entered.value.staff));
      },
    });
    app.route({
      ...contractRoute(logout, 'staff'),
      preValidation: gate.require(),
      handler: async (request, reply) => {
        await service.logOut(gate.staffOf(request), request.ip);
        return reply.clearCookie(gate.cookieName, cookie).code(204).send();
      },
    });
    app.route({
      ...contractRoute(changePassword, 'staff'),
      preValidation: gate.require(),
      handler: async (request, reply) => {
        const changed = await service.changePassword(gate.staffOf(request), { ...request.body, address: request.ip });
        return changed.ok ? reply.send({}) : sendProblem(reply, changed.error);
      },
    });
    app.route({
      ...contractRoute(me, 'staff'),
      preValidation: gate.require(),
      handler: async (request, reply) => reply.send(staffView(gate.staffOf(request))),
    });
  };
}

function staffView(staff: StaffIdentity): Staff {
  return {
    staffId: staff.staffId,
    userName: staff.userName,
    name: staff.name,
    roles: [...staff.roles],
    permissions: [...staff.permissions],
    csrfToken: staff.csrfToken,
    communities: staff.communities.map(({ communityId, name }) => ({ communityId, name })),
  };
}
