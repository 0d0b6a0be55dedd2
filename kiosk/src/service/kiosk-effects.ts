import { isDeepStrictEqual } from 'node:util';
import type { FailureCode } from '@louting/common/failure-codes';
import { newId } from '@louting/common/ids';
import { failed, ok } from '@louting/common/result';
import type { KioskConfiguration } from '@louting/server/contract/kiosk-api';
import type { Visit } from '@louting/server/contract/visits-api';
import type { FlowEffects, KnownBy, OfflineAllowance } from '../flows/effects.ts';
import type { StartDependencies } from './dependencies.ts';
import { watchForAlarms } from './alarms.ts';
import { startErrands, type Errands } from './errands.ts';
import { extrasEffects } from './extras.ts';
import { feeNotices, type FeeNotices } from './fee-notices.ts';
import { startHeartbeat, type Heartbeats } from './heartbeat.ts';
import { openJournal, type Journal } from './journal/journal.ts';
import { identifyingEffects } from './identifying.ts';
import { maintenanceEffects } from './maintenance.ts';
import { openingWithoutLine } from './opening-without-line.ts';
import { pause } from './pause.ts';
import { changeEffects } from './payments/change.ts';
import { bankCardEffects } from './payments/bank-cards.ts';
import { cashNoteEffects } from './payments/cash-notes.ts';
import { invoiceEffects } from './payments/invoices.ts';
import { offlineAllowance, receiptsToCollect } from './payments/offline-cash.ts';
import { orderEffects } from './payments/orders.ts';
import type { PaymentWorld } from './payments/payment-world.ts';
import { receiptEffects } from './payments/receipts.ts';
import { recover } from './payments/recover.ts';
import { startResolver } from './payments/resolver.ts';
import { terminalTotals } from './payments/terminal-totals.ts';
import { rememberingEffects } from './remembering.ts';
import { identityOfKiosk, rememberEnrolment, type KioskIdentity } from './server-client/enrolment.ts';
import type { ServerClient } from './server-client/server-client.ts';
import { untilDevicesAreBack } from './self-check.ts';
import { cardSessions } from './proving.ts';
import { ticketEffects } from './tickets.ts';
import { visitLog, type VisitLog } from './visits.ts';

/** What the running kiosk tells the effects, and hears from them. */
export interface KioskStage {
  readonly screen: () => string;
  readonly idle: () => boolean;
  readonly elder: () => boolean;
  readonly onTrouble: (source: 'start' | 'journal' | 'server', code: FailureCode | undefined) => void;
  readonly onConfiguration: (configuration: KioskConfiguration) => void;
}

export interface KioskEffects {
  readonly effects: FlowEffects;
  /** Nothing before the kiosk has started. */
  readonly offlineAllowance: (sessionId: string) => OfflineAllowance;
  /** A visit is over. Of one before the start nothing is kept. */
  readonly keepVisit: (visit: Visit) => void;
  close(): Promise<void>;
}

type Running = Omit<FlowEffects, 'start' | 'selfCheck'>;

const START_AGAIN_MS = 2_000;
const PROBE_MS = 15_000;

/**
 * The flows' effects on the real world. `start` brings up journal, identity and server, and recovers; until it has
 * ended the session machine asks for nothing else.
 */
export function kioskEffects(dependencies: StartDependencies, stage: KioskStage): KioskEffects {
  const { config, clock, failPoints, log, devices } = dependencies;
  const stopping = new AbortController();
  const onClose: (() => void | Promise<void>)[] = [];
  let running: Running | undefined;
  let errands: Errands | undefined;
  let visits: VisitLog | undefined;
  let fees: FeeNotices | undefined;
  let allowanceOf: ((sessionId: string) => OfflineAllowance) | undefined;
  const ready = (): Running => {
    if (!running) throw new Error('the kiosk has not started');
    return running;
  };

  const identity = async (): Promise<KioskIdentity> => {
    for (;;) {
      const found = await identityOfKiosk({
        serverUrl: config.serverUrl,
        stateDirectory: config.stateDirectory,
        enrolmentCode: config.enrolmentCode,
        enrolmentCodeFile: config.enrolmentCodeFile,
      });
      if (found.ok) return found.value;
      log.warn({ failure: found.error }, 'not enrolled yet');
      stage.onTrouble('start', found.error.code);
      await pause(START_AGAIN_MS, stopping.signal);
      if (stopping.signal.aborted) throw new Error('stopped before the kiosk was enrolled');
    }
  };

  const start: FlowEffects['start'] = async () => {
    const opened = openJournal({ stateDirectory: config.stateDirectory, clock, failPoints });
    if (!opened.ok) {
      log.error({ failure: opened.error }, 'journal cannot be used; the file was kept');
      return opened;
    }
    const journal = opened.value;
    onClose.push(() => journal.close());

    const who = await identity();
    stage.onTrouble('start', undefined);
    let configuration = who.configuration;
    stage.onConfiguration(configuration);
    const server = dependencies.connectServer(who);
    onClose.push(() => server.close());

    const world: PaymentWorld = {
      journal,
      server,
      devices,
      clock,
      newId,
      failPoints,
      log,
      kiosk: () => configuration,
      lineBackMs: dependencies.timings.lineBack,
      largeType: stage.elder,
      onStorageFailure: (failure) => stage.onTrouble('journal', failure.code),
      stopping: stopping.signal,
    };
    watchDisk(journal, stage, stopping.signal);
    const heartbeat = beat(world, journal, server, (fresh) => {
      if (isDeepStrictEqual(fresh, configuration)) return;
      configuration = fresh;
      rememberEnrolment(config.stateDirectory, { keyId: who.keyId, configuration });
      stage.onConfiguration(configuration);
    });
    onClose.push(() => heartbeat.stop());

    visits = visitLog(server, log, stopping.signal);
    onClose.push(() => visits?.settled());
    fees = feeNotices({ server, stateDirectory: config.stateDirectory, clock, log });
    fees.refresh();
    const resolver = startResolver(world);
    allowanceOf = (sessionId) => offlineAllowance(world, sessionId);
    running = {
      ...orderEffects(world, resolver),
      ...bankCardEffects(world),
      ...cashNoteEffects(world, resolver),
      ...changeEffects(world),
      ...receiptEffects(world),
      ...invoiceEffects(world),
      ...rememberingEffects(world),
      ...identifyingEffects(world),
      ...extrasEffects(world, fees),
      ...personEffects(world),
      ...ticketEffects(world, stage.screen, () => errands?.run()),
      ...maintenanceEffects(
        world,
        openingWithoutLine(who.privateKey, () => configuration.maintenanceKey, clock),
      ),
    };
    const recovered = await recover(world, resolver, (code) => stage.onTrouble('start', code));
    errands = startErrands(world);
    onClose.push(() => errands?.settled());
    onClose.push(watchForAlarms(world, devices.cabinet, () => errands?.run()));
    errands.run();
    return ok({ recovered });
  };

  const beat = (
    world: PaymentWorld,
    journal: Journal,
    server: ServerClient,
    onConfiguration: (configuration: KioskConfiguration) => void,
  ): Heartbeats =>
    startHeartbeat({
      server,
      devices,
      clock: world.clock,
      log,
      version: dependencies.version,
      screen: stage.screen,
      idle: stage.idle,
      openIntents: () => journal.openIntents().length,
      onConfiguration,
      onTotalsAsked: terminalTotals(world),
      onReachable: (code) => {
        stage.onTrouble('server', code);
        if (code !== undefined) return;
        errands?.run();
        visits?.tell();
        fees?.refresh();
      },
    });

  return {
    effects: {
      start,
      selfCheck: async (_, signal) => {
        const { cardReader, cashAcceptor, printer, barcodeReader } = devices;
        await untilDevicesAreBack([cardReader, cashAcceptor, printer, barcodeReader], signal);
        errands?.run();
      },
      openMaintenance: (input) => (running ? running.openMaintenance(input) : Promise.resolve(failed('LT-5005'))),
      inspectDevice: (input) => ready().inspectDevice(input),
      testDevice: (input, signal) => ready().testDevice(input, signal),
      openSession: (input) => ready().openSession(input),
      closeSession: (sessionId) => ready().closeSession(sessionId),
      findCars: (input) => ready().findCars(input),
      sendPhoneCode: (input) => ready().sendPhoneCode(input),
      identifyBy: (claim) => ready().identifyBy(claim),
      doorsHere: () => ready().doorsHere(),
      showCode: () => ready().showCode(),
      watchShowing: (input, signal) => ready().watchShowing(input, signal),
      rememberPreferences: (input) => ready().rememberPreferences(input),
      paidOf: (input) => ready().paidOf(input),
      makePaySlip: (input) => ready().makePaySlip(input),
      cancelPaySlips: (input) => ready().cancelPaySlips(input),
      offersOf: (input) => ready().offersOf(input),
      takeOffer: (input) => ready().takeOffer(input),
      wishesOf: (input) => ready().wishesOf(input),
      setWishes: (input) => ready().setWishes(input),
      feeNotice: () => ready().feeNotice(),
      callHelp: (input) => running?.callHelp(input) ?? Promise.resolve(failed('LT-5001')),
      watchHelp: (known, signal) => ready().watchHelp(known, signal),
      endHelp: () => running?.endHelp(),
      disputeBill: (input) => ready().disputeBill(input),
      giveFace: (input) => ready().giveFace(input),
      questions: () => ready().questions(),
      agree: (input) => ready().agree(input),
      refundsOf: (input) => ready().refundsOf(input),
      invoiceOf: (input) => ready().invoiceOf(input),
      wishInvoice: (input) => ready().wishInvoice(input),
      watchInvoice: (input, signal) => ready().watchInvoice(input, signal),
      openOrder: (draft) => ready().openOrder(draft),
      dropOrder: (orderId) => ready().dropOrder(orderId),
      watchOrder: (input, signal) => ready().watchOrder(input, signal),
      closeOrder: (input) => ready().closeOrder(input),
      resolveOrder: (input, signal) => ready().resolveOrder(input, signal),
      heldPayerCode: (input, signal) => ready().heldPayerCode(input, signal),
      readPayerCode: (input, signal) => ready().readPayerCode(input, signal),
      submitPayerCode: (input) => ready().submitPayerCode(input),
      sellByCard: (input) => ready().sellByCard(input),
      stopCardSale: () => running?.stopCardSale(),
      takeNote: (input, signal) => ready().takeNote(input, signal),
      payChange: (input) => ready().payChange(input),
      stackNote: (input) => ready().stackNote(input),
      returnNote: (input) => ready().returnNote(input),
      clearNote: (input) => ready().clearNote(input),
      settleCash: (input) => ready().settleCash(input),
      printReceipt: (input) => ready().printReceipt(input),
      copyReceipt: (input) => ready().copyReceipt(input),
      leaveReceipt: (orderId) => ready().leaveReceipt(orderId),
      printSlip: (slip) => ready().printSlip(slip),
    },
    offlineAllowance: (sessionId) => allowanceOf?.(sessionId) ?? { enabled: false, sessionLeftFen: 0, dayLeftFen: 0 },
    keepVisit: (visit) => visits?.keep(visit),
    close: async () => {
      stopping.abort();
      for (const close of onClose.toReversed()) await close();
    },
  };
}

function personEffects(world: PaymentWorld): Pick<FlowEffects, 'openSession' | 'closeSession' | 'agree' | 'refundsOf'> {
  const { server, log } = world;
  const openByCard = cardSessions(world);
  const openBy = (credential: KnownBy, again: string | undefined) => {
    if (credential.type === 'card') return openByCard(credential.uid, again);
    const sessionId = again ?? newId();
    // A sum is asked for once a session: another look at it is another session.
    if (credential.type === 'stay') return server.openStay(newId(), credential.stayId);
    if (credential.type === 'pay-slip') return server.openByPaySlip(sessionId, credential.token);
    return server.openSession(sessionId, credential);
  };
  const closeQuietly = async (sessionId: string) => {
    const closed = await server.closeSession(sessionId);
    if (!closed.ok) log.info({ failure: closed.error }, 'session not closed; it expires');
  };
  return {
    openSession: async ({ credential, sessionId: again }) => {
      const session = await openBy(credential, again);
      if (!session.ok || session.value.lateOrders.length === 0) return session;
      return ok({ ...session.value, owed: await receiptsToCollect(world, session.value.lateOrders) });
    },
    refundsOf: async ({ sessionId }) => {
      const answer = await server.refundsOfSession(sessionId);
      return answer.ok ? ok(answer.value.refunds) : answer;
    },
    agree: ({ sessionId, agreement }) => server.agree(sessionId, agreement),
    closeSession: (sessionId) => {
      void closeQuietly(sessionId);
    },
  };
}

/** A full disk may be emptied by staff: then the kiosk opens again by itself. */
function watchDisk(journal: Journal, stage: KioskStage, signal: AbortSignal): void {
  const timer = setInterval(() => {
    const probed = journal.probe();
    stage.onTrouble('journal', probed.ok ? undefined : probed.error.code);
  }, PROBE_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
