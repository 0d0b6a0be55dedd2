import { newId } from '@louting/common/ids';
import { fen, formatYuan } from '@louting/common/money';
import { failed, ok, type Result } from '@louting/common/result';
import { businessTime } from '@louting/common/clock';
import { MAINTENANCE_ANSWER } from '@louting/server/contract/maintenance-answer';
import type { FlowEffects } from '../flows/effects.ts';
import type { DevicePort, KioskDevices } from './devices/device-ports.ts';
import type { OpeningWithoutLine } from './opening-without-line.ts';
import { pause } from './pause.ts';
import type { PaymentWorld } from './payments/payment-world.ts';

type Maintenance = Pick<FlowEffects, 'openMaintenance' | 'inspectDevice' | 'testDevice'>;
type Test = (signal: AbortSignal) => Promise<Result<undefined>>;

/** How long somebody has to lay down a card, put in a note or show a code. */
const PEOPLE_MS = 30_000;
const LIGHTS_MS = 4_000;

/** What technicians do at the devices. No money of it exists: a note is only ever given back. */
export function maintenanceEffects(world: PaymentWorld, withoutLine: OpeningWithoutLine): Maintenance {
  const { server, devices } = world;
  const tests = testsOf(world);
  return {
    openMaintenance: async ({ code }) => {
      if (MAINTENANCE_ANSWER.test(code)) {
        const opened = withoutLine.answer(code);
        world.log.warn({ opened: opened.ok }, 'device page opened without a line');
        return opened;
      }
      const asked = await server.openMaintenance(code);
      if (asked.ok || asked.error.code !== 'LT-5001') return asked.ok ? ok({}) : asked;
      const question = withoutLine.question();
      return question === undefined ? asked : ok({ question });
    },
    inspectDevice: ({ role }) => portOf(devices, role)?.inspect?.() ?? Promise.resolve(ok({ trace: [] })),
    testDevice: async ({ role }, signal) => {
      const tested = await (tests[role]?.(AbortSignal.any([signal, world.stopping])) ??
        portOf(devices, role)?.test?.() ??
        failed('LT-3905'));
      world.log.info({ role, outcome: tested.ok ? 'passed' : tested.error.code }, 'device tried out by a technician');
      return tested;
    },
  };
}

function portOf(devices: KioskDevices, role: string): DevicePort | undefined {
  return Object.values(devices).find(
    (port): port is DevicePort => typeof port === 'object' && port !== null && 'report' in port && isOf(port, role),
  );
}

const isOf = (port: DevicePort, role: string): boolean => port.report().role === role;

function testsOf(world: PaymentWorld): Readonly<Record<string, Test>> {
  const { devices } = world;
  return {
    'card-reader': (signal) => readCard(devices, signal),
    'cash-acceptor': (signal) => takeAndReturn(devices, signal),
    'receipt-printer': () => printPage(world),
    'barcode-reader': async (signal) => {
      const read = await devices.barcodeReader.read(PEOPLE_MS, signal);
      return read.ok ? ok() : read;
    },
    // The lamps follow the screen, which says for so long that they are tried out.
    cabinet: async (signal) => {
      await pause(LIGHTS_MS, signal);
      return ok();
    },
  };
}

function readCard({ cardReader }: KioskDevices, signal: AbortSignal): Promise<Result<undefined>> {
  const { promise, resolve } = Promise.withResolvers<Result<undefined>>();
  const forget = cardReader.onCard((card) => resolve(card.ok ? ok() : card));
  void pause(PEOPLE_MS, signal).then(() => resolve(failed('LT-1005')));
  return promise.finally(forget);
}

/** The note goes back whatever happens: nobody was asked to pay anything. */
async function takeAndReturn({ cashAcceptor }: KioskDevices, signal: AbortSignal): Promise<Result<undefined>> {
  const noteId = newId();
  const taken = await cashAcceptor.takeNote(
    noteId,
    fen(10_000),
    AbortSignal.any([signal, AbortSignal.timeout(PEOPLE_MS)]),
  );
  if (taken.ok) return cashAcceptor.returnNote(noteId);
  const status = await cashAcceptor.statusOf(noteId);
  if (status.ok && status.value.status === 'escrow') await cashAcceptor.returnNote(noteId);
  return taken;
}

function printPage({ devices, clock, kiosk }: PaymentWorld): Promise<Result<undefined>> {
  const { kioskNumber, servicePhone } = kiosk();
  return devices.printer.print(newId(), {
    form: 'slip',
    fields: {
      title: ['打印测试'],
      reference: [kioskNumber],
      message: ['这张纸只是试打，不是凭证。', '壹贰叁肆伍陆柒捌玖拾 0123456789 ABCDEFG'],
      amount: [formatYuan(fen(0))],
      time: [businessTime(clock.now())],
      kioskNumber: [kioskNumber],
      servicePhone: [servicePhone],
      largeType: ['no'],
    },
  });
}
