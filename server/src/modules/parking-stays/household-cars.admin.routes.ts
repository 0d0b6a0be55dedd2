import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AdminPart } from '../../app/admin-context.ts';
import { contractRoute } from '../../app/contract-route.ts';
import { sendProblem } from '../../app/problem.ts';
import { parkingStaysAdminRoutes } from '../../contract/parking-stays-admin-api.ts';
import { endCar, householdCars, registerCar } from './household-cars.store.ts';
import type { ParkingContext } from './parking-context.ts';
import { keptPlate } from './plates.ts';

/** Cars whose stays are taken from what a home has paid ahead. */
export function householdCarsPart({ cardKey }: Pick<ParkingContext, 'cardKey'>): AdminPart {
  return (admin) => async (plugin) => {
    const app = plugin.withTypeProvider<ZodTypeProvider>();
    const { storage, clock, gate } = admin;
    const { cars, registerCar: register, endCar: end } = parkingStaysAdminRoutes;

    app.route({
      ...contractRoute(cars, 'portal'),
      preValidation: gate.require('stays.view'),
      handler: async (request) => {
        const { communityIds } = admin.booksOf(request, request.query.communityId);
        return { rows: await householdCars(storage.db, communityIds) };
      },
    });

    app.route({
      ...contractRoute(register, 'portal'),
      preValidation: gate.require('agreements.manage'),
      handler: async (request, reply) => {
        const { carId, communityId, roomId, plate } = request.body;
        if (!admin.booksOf(request).communityIds.includes(communityId)) return sendProblem(reply, { code: 'LT-9002' });
        const car = { carId, communityId, roomId, plate: keptPlate(plate, cardKey) };
        const by = { by: `staff:${gate.staffOf(request).staffId}`, now: clock.now() };
        const done = await storage.transact((tx) => registerCar(tx, car, by));
        await admin.auditOutcome(request, { action: 'register-car', subject: `household_car:${carId}` }, done);
        return done.ok ? reply.send({ carId }) : sendProblem(reply, done.error);
      },
    });

    app.route({
      ...contractRoute(end, 'portal'),
      preValidation: gate.require('agreements.manage'),
      handler: async (request, reply) => {
        const { carId } = request.params;
        const { communityIds } = admin.booksOf(request);
        const done = await storage.transact((tx) => endCar(tx, carId, { communityIds, now: clock.now() }));
        await admin.auditOutcome(request, { action: 'end-car', subject: `household_car:${carId}` }, done);
        return done.ok ? reply.send({ carId }) : sendProblem(reply, done.error);
      },
    });
  };
}
