import type { FailureCode } from '@louting/common/failure-codes';
import { createActor } from 'xstate';
import { ownerEvent } from '../flows/events.ts';
import { present, type UnnumberedModel } from '../flows/present.ts';
import { provideFlows } from '../flows/provide.ts';
import { allPorts } from './devices/device-ports.ts';
import { scannerOrCamera } from './devices/camera-eye.ts';
import type { StartDependencies } from './dependencies.ts';
import { kioskEffects } from './kiosk-effects.ts';
import { placesToLight } from './place-lights.ts';
import { watchForSlips } from './slip-watch.ts';
import { startUiGateway } from './ui-gateway/ui-gateway.ts';
import { watchVisits } from './visits.ts';

export interface RunningKiosk {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Troubles that stop the whole kiosk, the gravest first; QR goes on while only a device is down. */
const TROUBLE_SOURCES = ['journal', 'start', 'server'] as const;

/** Where a code may be held to the camera; nobody is looked at before they touched the screen. */
const CAMERA_SCREENS: ReadonlySet<string> = new Set(['payer-code', 'identify']);

function throughTheCamera(model: UnnumberedModel): UnnumberedModel {
  if (CAMERA_SCREENS.has(model.screen)) return { ...model, camera: true };
  return model.screen === 'method' ? { ...model, heldCode: false } : model;
}

/** Runs the kiosk: flows, journal, server, devices and the screen's door. */
export async function startKiosk(given: StartDependencies): Promise<RunningKiosk> {
  const { config, clock, log } = given;
  const eye = config.camera ? scannerOrCamera(given.devices.barcodeReader, clock, () => planRender()) : undefined;
  const devices = eye ? { ...given.devices, barcodeReader: eye } : given.devices;
  const dependencies = { ...given, devices };
  const troubles = new Map<(typeof TROUBLE_SOURCES)[number], FailureCode>();

  const world = kioskEffects(dependencies, {
    screen: () => present(session.getSnapshot()).screen,
    idle: () => session.getSnapshot().value.flow === 'idle',
    elder: () => session.getSnapshot().context.mode === 'elder',
    onTrouble: (source, code) => {
      if (code === undefined) troubles.delete(source);
      else troubles.set(source, code);
      const gravest = TROUBLE_SOURCES.find((each) => troubles.has(each));
      const shown = gravest && troubles.get(gravest);
      if (session.getSnapshot().context.trouble === shown) return;
      log.warn({ code: shown ?? 'none' }, 'kiosk trouble');
      session.send({ type: 'trouble', code: shown });
    },
    onConfiguration: (configuration) => session.send({ type: 'configuration', configuration }),
  });

  const visits = watchVisits(clock, world.keepVisit);
  const gateway = await startUiGateway({
    port: config.port,
    uiDirectory: config.uiDirectory,
    voiceDirectory: config.voiceDirectory,
    uiOrigins: config.uiOrigins,
    paintedWithinMs: config.paintedWithinMs,
    log,
    camera: config.camera,
    onIntent: (intent) => {
      if (intent.intent === 'code-seen') eye?.seen(intent.text);
      else if (intent.intent === 'camera-refused') eye?.refused();
      else {
        visits.touched(intent);
        session.send(ownerEvent(intent));
      }
    },
  });

  let renderPlanned = false;
  let screen = '';
  const render = () => {
    renderPlanned = false;
    const model = present(session.getSnapshot());
    if (model.screen !== screen) log.info({ from: screen, to: model.screen }, 'screen');
    screen = model.screen;
    visits.shown(model);
    gateway.show(eye?.wanted() ? throughTheCamera(model) : model);
    devices.cabinet.light(placesToLight(model));
  };

  const planRender = () => {
    if (renderPlanned) return;
    renderPlanned = true;
    queueMicrotask(render);
  };
  const session = createActor(
    provideFlows(world.effects, (event) => log.debug({ event }, 'event ignored here')),
    {
      input: {
        timings: dependencies.timings,
        now: () => clock.now(),
        configuration: undefined,
        profile: config.screenProfile,
        offlineAllowance: world.offlineAllowance,
        soundPolicy: config.sound,
      },
      // Any actor of the system may have changed the picture; one picture a burst is enough.
      inspect: (inspected) => {
        if (inspected.type === '@xstate.snapshot') planRender();
      },
    },
  );
  session.subscribe({
    error: (error) => {
      log.fatal({ error }, 'session machine broke');
      dependencies.onFatal(error);
    },
  });

  // Nothing has to be pressed first; while somebody is served, the scanner is theirs.
  const slips = watchForSlips(devices.barcodeReader, (token) => session.send({ type: 'pay-slip', token }));
  session.subscribe(({ value: { flow } }) => slips.listen(flow === 'idle' || flow === 'identify'));

  const { cardTerminal } = devices;
  const ports = allPorts(devices);
  const unsubscribe = [
    ...ports.map((port) => port.onReport((report) => session.send({ type: 'device', report }))),
    devices.cardReader.onCard((card) =>
      session.send(
        card.ok ? { type: 'card', uid: card.value.uid } : { type: 'card-unreadable', code: card.error.code },
      ),
    ),
    devices.cardReader.onCardRemoved(() => session.send({ type: 'card-removed' })),
    cardTerminal.onStage((news) => session.send({ type: 'card-stage', ...news })),
    devices.cashAcceptor.onRefused(({ code }) => session.send({ type: 'note-refused', code })),
  ];

  session.start();
  for (const port of ports) session.send({ type: 'device', report: port.report() });

  return {
    url: `http://127.0.0.1:${gateway.port}`,
    port: gateway.port,
    close: async () => {
      for (const end of unsubscribe) end();
      slips.close();
      session.stop();
      await gateway.close();
      await world.close();
    },
  };
}
