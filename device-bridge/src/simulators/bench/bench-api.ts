import { z } from 'zod';
import type { BenchCard, PayerCodeSource } from '../config.ts';
import { pictureOf } from '../printer/picture.ts';
import type { PrintedJob } from '../printer/printed-job.ts';
import type { BenchParts, Benchtop } from './benchtop.ts';
import { CardBox } from './card-box.ts';
import { CardDesk } from './card-desk.ts';
import type { DeviceDescription, FittedDevice, Sight } from './device.ts';
import { type BenchRole, type BenchState, DEVICES, ROLES } from './devices.ts';

const Of = z.strictObject({ role: z.enum(ROLES) });
const FaultOf = Of.extend({ fault: z.unknown() });

/** Everything a person's hands can do to the devices; used by tests, and over HTTP by the page and the command line. */
export class Bench {
  readonly #top: Benchtop;
  readonly #devices = new Map<BenchRole, FittedDevice>();
  readonly #listeners = new Set<() => void>();
  readonly #actions: ReadonlyMap<string, (body: unknown) => unknown>;

  constructor(parts: BenchParts) {
    const changed = (): void => this.#tell();
    const desk = new CardDesk(
      { vpcd: parts.vpcd, networkReader: parts.cardReader, networkSocket: parts.cardReaderSocket },
      changed,
    );
    this.#top = { ...parts, cardBox: new CardBox(desk, parts.cards, parts.cardsFile) };
    for (const device of DEVICES) {
      const fitted = device.fit(this.#top);
      if (fitted) this.#devices.set(device.role, fitted);
    }
    this.#actions = new Map([...this.#actionsOfAll(), ...this.#actionsOfEach()]);
    parts.validator.onChange(changed);
    parts.coins.onChange(changed);
    parts.smartHopper?.onChange(changed);
    for (const twin of [parts.printer, parts.scanner, parts.cardReader, parts.cabinet, parts.bankTerminal]) {
      twin.onChange(changed);
    }
  }

  /** Which devices stand here, and what can be done to each. */
  devices(): readonly DeviceDescription[] {
    return [...this.#devices.values()].map((device) => device.describe());
  }

  actions(): readonly string[] {
    return [...this.#actions.keys()];
  }

  /** @throws RangeError or ZodError where there is no such action, or not with this body */
  async act(name: string, body: unknown = {}): Promise<unknown> {
    const run = this.#actions.get(name);
    if (!run) throw new RangeError(`there is no action ${name}`);
    return run(body);
  }

  cards(): readonly BenchCard[] {
    return this.#top.cardBox.cards();
  }

  payerCodes(): readonly PayerCodeSource[] {
    return this.#top.payerCodes;
  }

  printedJobs(): readonly PrintedJob[] {
    return this.#top.printer.jobs();
  }

  /** SVG of a job, or of the last one. */
  receiptPicture(number?: number): string | undefined {
    const jobs = this.printedJobs();
    const job = number === undefined ? jobs.at(-1) : jobs.find((candidate) => candidate.number === number);
    return job && pictureOf(job);
  }

  state(): BenchState {
    const states = DEVICES.flatMap(({ role, stateName }) => {
      const device = this.#devices.get(role);
      return device ? [[stateName, device.state()]] : [];
    });
    return Object.fromEntries(states) as BenchState;
  }

  /** The same for the eye, by role. */
  look(): Readonly<Record<string, Sight>> {
    return Object.fromEntries([...this.#devices].map(([role, device]) => [role, device.look()]));
  }

  /** Called with every change of state, cards or paper. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #actionsOfEach(): [string, (body: unknown) => unknown][] {
    return DEVICES.flatMap(({ actions }) =>
      Object.entries(actions).map(([name, { run }]): [string, (body: unknown) => unknown] => [
        name,
        (body) => run(this.#top, body),
      ]),
    );
  }

  #actionsOfAll(): [string, (body: unknown) => unknown][] {
    const of = (act: (device: FittedDevice) => void | Promise<void>) => async (body: unknown) => {
      await act(this.#device(Of.parse(body).role));
      this.#tell();
    };
    return [
      ['unplug', of((device) => device.unplug())],
      ['replug', of((device) => device.replug())],
      ['power-cycle', of(powerCycle)],
      ['clear-faults', of((device) => device.clearFaults())],
      [
        'set-fault',
        (body) => {
          const { role, fault } = FaultOf.parse(body);
          this.#device(role).setFault(fault);
        },
      ],
    ];
  }

  #device(role: BenchRole): FittedDevice {
    const device = this.#devices.get(role);
    if (!device) throw new RangeError(`no ${role} is fitted`);
    return device;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function powerCycle(device: FittedDevice): void {
  if (!device.powerCycle) throw new RangeError('it remembers nothing; unplug it');
  device.powerCycle();
}
