import { fileURLToPath } from 'node:url';
import fastifyRateLimit from '@fastify/rate-limit';
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { publicHalf } from '../contract/maintenance-answer.ts';
import { adminRoutesPlugin } from '../modules/admin-views/admin-views.routes.ts';
import { cardAuthRoutesPlugin } from '../modules/card-auth/card-auth.routes.ts';
import type { CardProving } from '../modules/card-auth/card-masters.ts';
import { cardProbes } from '../modules/card-auth/card-proofs.ts';
import type { CardKey } from '../modules/cards/cards.ts';
import { orphanRoutesPlugin } from '../modules/cash/cash.routes.ts';
import { identificationRoutesPlugin } from '../modules/identification/identification.routes.ts';
import { identityKeys } from '../modules/identification/identity-keys.ts';
import { ownerPhonePagePlugin } from '../modules/identification/owner-phone-page.routes.ts';
import type { SmsGateway } from '../modules/identification/sms-gateway.ts';
import { gateRoutesPlugin } from '../modules/parking-stays/gate.routes.ts';
import type { GateOfCommunity } from '../modules/parking-stays/barrier-gate.ts';
import { householdCarsPart } from '../modules/parking-stays/household-cars.admin.routes.ts';
import { parkingStaysPart } from '../modules/parking-stays/parking-stays.admin.routes.ts';
import { parkingStayRoutesPlugin } from '../modules/parking-stays/parking-stays.routes.ts';
import { paySlipPagePlugin } from '../modules/pay-slips/pay-slips.routes.ts';
import { invoicePagePlugin } from '../modules/invoices/invoice-page.routes.ts';
import { invoicePath } from '../modules/invoices/invoices.ts';
import { invoiceRoutesPlugin } from '../modules/invoices/invoices.routes.ts';
import { exceptionsAdminPart } from '../modules/exceptions/exceptions.routes.ts';
import { officeKey } from '../modules/maintenance/office-key.ts';
import { kioskTotalsPlugin } from '../modules/cash/terminal-totals/terminal-totals.routes.ts';
import { kioskMaintenancePlugin, maintenanceAdminPart } from '../modules/maintenance/maintenance.routes.ts';
import { enrolmentPlugin, kioskRoutesPlugin } from '../modules/kiosks/kiosks.routes.ts';
import { createReplayGuard } from '../modules/kiosks/replay-guard.ts';
import { notificationRoutesPlugin } from '../modules/payments/notifications.routes.ts';
import { availableMethods, type PaymentsContext } from '../modules/payments/payments-context.ts';
import { paymentRoutesPlugin } from '../modules/payments/payments.routes.ts';
import { kioskRefundRoutesPlugin } from '../modules/refunds/kiosk-refunds.routes.ts';
import { reconciliationPart } from '../modules/reconciliation/reconciliation.routes.ts';
import { refundNotificationRoutesPlugin } from '../modules/refunds/refund-notifications.routes.ts';
import { refundsContext } from '../modules/refunds/refunds-context.ts';
import { refundsPart } from '../modules/refunds/refunds.routes.ts';
import { reversalsPart } from '../modules/refunds/reversals.routes.ts';
import { receiptPagePlugin, receiptRoutesPlugin } from '../modules/receipts/receipts.routes.ts';
import { sessionRoutesPlugin } from '../modules/sessions/sessions.routes.ts';
import { createTries } from '../modules/sessions/tries.ts';
import { kioskQuestionRoutesPlugin } from '../modules/questions/questions.routes.ts';
import { helpDeskPart } from '../modules/tickets/help-desk.routes.ts';
import { kioskVisitsPlugin } from '../modules/visits/visits.routes.ts';
import { kioskTicketRoutesPlugin } from '../modules/tickets/kiosk-tickets.routes.ts';
import { ticketsContext } from '../modules/tickets/tickets-context.ts';
import { ADMIN_PARTS } from './admin-parts.ts';
import { documentRoutes } from './documentation.ts';
import { identifyKiosks } from './kiosk-identity.ts';
import { ownerRoutesPlugin } from './owner-routes.ts';
import { servePortal } from './portal-files.ts';
import { answerProblems } from './problem.ts';
import { keepRawOnly } from './raw-body.ts';
import { sendSecurityHeaders } from './security-headers.ts';
import { addTraditionalWords } from './traditional-words.ts';

const BODY_LIMIT = 256 * 1024;
const PORTAL = fileURLToPath(new URL('../../../admin-portal/dist', import.meta.url));
/** One card at one kiosk, and any cards at one kiosk, a minute: more is not an owner any more. */
const TAPS_OF_CARD = 12;
const TAPS_OF_KIOSK = 60;

export interface AppDependencies {
  readonly payments: PaymentsContext;
  readonly cardKey: CardKey;
  /** Absent: no card can prove itself. */
  readonly proving?: CardProving | undefined;
  /** Absent: nobody carries messages to phones. */
  readonly sms?: SmsGateway | undefined;
  /** Absent: no community has a barrier gate. */
  readonly gates?: readonly GateOfCommunity[] | undefined;
  /** Origins under which kiosks may address this server. */
  readonly origins: () => readonly string[];
}

/** All routes of the server on one Fastify application; listening and what runs beside it are start-server.ts. */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { payments, cardKey, proving, sms, origins, gates = [] } = dependencies;
  const { storage, clock, newId, logger, publicUrl } = payments;
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance,
    // Polls and heartbeats would drown what matters; changes and refusals are logged where they happen.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: 'loopback',
    routerOptions: { maxParamLength: 128 },
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  sendSecurityHeaders(app);
  await app.register(fastifyRateLimit, { global: false });
  await documentRoutes(app);

  app.route({
    method: 'GET',
    url: '/health',
    schema: { tags: ['health'], response: { 200: z.object({ status: z.literal('ok') }) } },
    handler: async () => {
      await storage.db.selectFrom('kiosk').select('kiosk_id').limit(1).execute();
      return { status: 'ok' as const };
    },
  });

  const refunds = refundsContext(payments);
  const methods = availableMethods(payments);
  const tickets = ticketsContext(payments);
  const { unansweredSeconds, disputeDays } = tickets.rules;
  const office = officeKey(cardKey);
  const can = {
    methods,
    messages: sms !== undefined,
    helpDesk: { unansweredSeconds, disputeDays },
    cardProbes: proving ? cardProbes(proving) : [],
    maintenanceKey: publicHalf(office),
    gates: gates.map(({ communityCode }) => communityCode),
  };
  const kiosks = { storage, clock, newId, can };
  const parking = { storage, clock, newId, cardKey, gates };
  const identification = {
    storage,
    clock,
    newId,
    logger,
    keys: identityKeys(cardKey),
    sms,
    // Known only once the server listens.
    get publicUrl() {
      return payments.publicUrl;
    },
  };
  await app.register(async (enrolment) => {
    addTraditionalWords(enrolment);
    await enrolment.register(enrolmentPlugin(kiosks));
  });
  await app.register(async (signed) => {
    identifyKiosks(signed, { storage, clock, origins, replayGuard: createReplayGuard(storage, clock) });
    addTraditionalWords(signed);
    await signed.register(kioskRoutesPlugin(kiosks));
    await signed.register(kioskMaintenancePlugin({ storage, clock, newId }));
    await signed.register(kioskTotalsPlugin({ storage, clock, newId }));
    const triesOfCard = createTries(TAPS_OF_CARD, 60_000);
    const triesOfKiosk = createTries(TAPS_OF_KIOSK, 60_000);
    await signed.register(sessionRoutesPlugin({ storage, clock, newId, cardKey, triesOfCard, triesOfKiosk }));
    await signed.register(identificationRoutesPlugin(identification));
    if (proving) {
      const { keys } = identification;
      await signed.register(cardAuthRoutesPlugin({ storage, clock, newId, cardKey, keys, proving }));
    }
    const triesOfSlips = createTries(TAPS_OF_KIOSK, 60_000);
    await signed.register(ownerRoutesPlugin(payments, { methods, triesOfSlips }));
    await signed.register(parkingStayRoutesPlugin(parking));
    await signed.register(paymentRoutesPlugin(payments));
    await signed.register(receiptRoutesPlugin(payments));
    await signed.register(orphanRoutesPlugin({ storage, clock }));
    await signed.register(invoiceRoutesPlugin(payments));
    await signed.register(kioskRefundRoutesPlugin(payments));
    await signed.register(kioskTicketRoutesPlugin(tickets));
    await signed.register(kioskQuestionRoutesPlugin(storage));
    await signed.register(kioskVisitsPlugin(storage));
  });
  await app.register(gateRoutesPlugin(parking));
  await app.register(async (channels) => {
    keepRawOnly(channels);
    await channels.register(notificationRoutesPlugin(payments));
    await channels.register(refundNotificationRoutesPlugin(refunds));
  });
  await app.register(
    receiptPagePlugin({ storage, invoicePathOf: (orderId) => invoicePath(orderId, payments.receiptKey) }),
  );
  await app.register(invoicePagePlugin(payments));
  await app.register(ownerPhonePagePlugin(identification));
  await app.register(paySlipPagePlugin(payments));
  await app.register(
    adminRoutesPlugin({
      storage,
      clock,
      newId,
      publicUrl,
      parts: [
        ...ADMIN_PARTS,
        exceptionsAdminPart(payments),
        refundsPart(refunds),
        reversalsPart(),
        reconciliationPart(payments),
        helpDeskPart(tickets),
        parkingStaysPart(parking),
        householdCarsPart(parking),
        maintenanceAdminPart(office),
      ],
    }),
  );
  await servePortal(app, PORTAL);
  return app;
}
