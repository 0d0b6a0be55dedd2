import { z } from 'zod';
import { MACHINE_FAULTS } from '../../validator/validator-twin.ts';
import { WIRE_FAULTS } from '../../validator/wire-faults.ts';
import { action, benchDevice, fact, faultFacts, Times } from '../device.ts';

const NOTES = [100, 500, 1_000, 2_000, 5_000, 10_000];

export const cashAcceptor = benchDevice({
  role: 'cash-acceptor',
  stateName: 'cashAcceptor',
  group: 'cash',
  faults: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum([...MACHINE_FAULTS, 'fraud']) }),
    z.strictObject({ kind: z.enum(WIRE_FAULTS), times: Times }),
  ]),
  actions: {
    'insert-note': action(
      z.strictObject({ fen: z.number().int().positive(), counterfeit: z.boolean().default(false) }),
      ({ validator }, { fen, counterfeit }) => validator.insertNote(fen, { counterfeit }),
    ),
  },
  hands: ({ validator }) => validator,
  isConnected: ({ connected }) => connected,
  keys: () =>
    NOTES.map((fen) => ({
      word: 'insert-note',
      action: 'insert-note',
      body: { fen },
      look: 'note',
      options: ['counterfeit'],
    })),
  facts: ({ protocol, enabled, note, cashBox, returnedFen, faults }) => {
    const lastReturned = returnedFen.at(-1);
    return [
      fact('speaks', { protocol: protocol === 'id003' ? 'ID-003' : protocol.toUpperCase() }),
      enabled ? fact('takes-notes') : fact('takes-no-notes'),
      ...(note ? [fact(`note-${note.position}`, { fen: note.fen })] : []),
      ...(cashBox.state === 'full' ? faultFacts(['cashbox-full']) : []),
      ...(cashBox.state === 'out' ? faultFacts(['cashbox-removed']) : []),
      ...faultFacts(faults),
      ...(lastReturned === undefined ? [] : [fact('last-returned', { fen: lastReturned })]),
      fact('cash-box', { fen: cashBox.totalFen }),
      ...Object.entries(cashBox.notes).map(([fen, count]) => fact('so-many', { fen: Number(fen), count })),
    ];
  },
});
