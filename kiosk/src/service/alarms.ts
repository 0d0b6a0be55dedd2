import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import type { DevicePort } from './devices/device-ports.ts';
import { record, type PaymentWorld } from './payments/payment-world.ts';

const ALARM = 'LT-3603';

/**
 * Somebody forced the cabinet: staff get one ticket for it, however long it lasts, however often the kiosk starts
 * meanwhile and whenever the line takes it. A heartbeat alone would forget what was over before the line came back.
 */
export function watchForAlarms(
  world: PaymentWorld,
  cabinet: Pick<DevicePort, 'report' | 'onReport'>,
  runErrands: () => void,
): () => void {
  const { journal, clock, newId, log } = world;

  const begin = (): void => {
    const [id, ticketId] = [newId(), newId()];
    const ticket = { kind: 'repair', ticketId, at: clock.now(), code: ALARM } as const;
    const kept = record(world, {
      open: [
        { id, kind: 'alarm', subject: id, payload: { code: ALARM } },
        { id: ticketId, kind: 'ticket', subject: ticketId, payload: ticket },
      ],
    });
    log.error({ code: ALARM, ticketId, kept: kept.ok }, 'cabinet was tampered with');
    runErrands();
  };

  const look = ({ state, code }: DeviceReport): void => {
    const lasting = journal.openIntents().find(({ kind }) => kind === 'alarm');
    if (code === ALARM) {
      if (!lasting) begin();
      return;
    }
    // A sensor that fell silent has not said that all is well.
    const isBlind = state === 'failed' || state === 'absent';
    if (lasting && !isBlind) record(world, { close: [{ id: lasting.id, kind: 'alarm', outcome: { over: true } }] });
  };

  const forget = cabinet.onReport(look);
  look(cabinet.report());
  return forget;
}
