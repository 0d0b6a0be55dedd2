import { z } from 'zod';
import type { Benchtop } from './benchtop.ts';
import { faultsIn, type FaultDescription } from './fault-description.ts';
import type { FactWord, KeyWord, OptionWord } from './words.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

/** One thing a person sees of a device: in the words of the bench, or a fault by its name. */
export type Fact =
  | { readonly word: FactWord; readonly values?: Values; readonly bad?: true }
  | { readonly fault: string; readonly bad: true };

/** A key of the page. */
export interface BenchKey {
  readonly word: KeyWord;
  readonly action: string;
  readonly body?: Values;
  /** What it looks like: a note of its value, what one comes for, or what stands folded with the faults. */
  readonly look?: 'note' | 'main' | 'seldom';
  /** There only while the state says one of these. */
  readonly while?: Readonly<Record<string, readonly (string | boolean)[]>>;
  /** Ticks of the same card that go into its body. */
  readonly options?: readonly OptionWord[];
}

/** What a person's hands can do to any device. */
interface Hands<Fault, State> {
  /** Pulls the data cable; the device keeps its power and what it remembers. */
  unplug(): void | Promise<void>;
  replug(): void | Promise<void>;
  /** Off and on: only where a device remembers something. */
  powerCycle?(): void;
  setFault(fault: Fault): void;
  clearFaults(): void;
  state(): State;
}

export interface Action {
  readonly body: z.ZodType;
  readonly run: (top: Benchtop, raw: unknown) => unknown;
}

/** One device of the bench: all that page, command line and HTTP know of it. */
interface DeviceSpec<Role extends string, Name extends string, Faults extends z.ZodType, State> {
  readonly role: Role;
  /** In the state of the bench. */
  readonly stateName: Name;
  /** Those of a group stand together on the page. */
  readonly group: 'cards' | 'cash' | 'around' | 'paper';
  /** What the page draws for it besides keys. */
  readonly panel?: 'cards' | 'payer-codes' | 'receipt';
  readonly faults: Faults;
  /** Of what is held to it, not of the device. */
  readonly cardFaults?: z.ZodType;
  readonly actions: Readonly<Record<string, Action>>;
  /** @returns undefined where none is fitted */
  hands(top: Benchtop): Hands<z.output<Faults>, State> | undefined;
  isConnected(state: State): boolean;
  keys(state: State): readonly BenchKey[];
  facts(state: State): readonly Fact[];
}

export interface DeviceDescription {
  readonly role: string;
  readonly stateName: string;
  readonly group: string;
  readonly panel?: string;
  readonly powerCycle: boolean;
  readonly faults: readonly FaultDescription[];
  readonly cardFaults?: readonly FaultDescription[];
  readonly keys: readonly BenchKey[];
}

/** A device as somebody looks at it. */
export interface Sight {
  readonly light: 'on' | 'waiting' | 'off';
  readonly facts: readonly Fact[];
}

export interface FittedDevice<State = unknown> extends Hands<unknown, State> {
  describe(): DeviceDescription;
  look(): Sight;
}

export function benchDevice<
  const Role extends string,
  const Name extends string,
  Faults extends z.ZodType,
  State extends { readonly plugged: boolean },
>(spec: DeviceSpec<Role, Name, Faults, State>) {
  return {
    role: spec.role,
    stateName: spec.stateName,
    /** `faults` of the description and what `set-fault` takes. */
    faults: spec.faults,
    actions: spec.actions,
    fit: (top: Benchtop): FittedDevice<State> | undefined => {
      const hands = spec.hands(top);
      return hands && fitted(spec, hands);
    },
  };
}

function fitted<Role extends string, Name extends string, Faults extends z.ZodType, State extends { plugged: boolean }>(
  spec: DeviceSpec<Role, Name, Faults, State>,
  hands: Hands<z.output<Faults>, State>,
): FittedDevice<State> {
  return {
    unplug: () => hands.unplug(),
    replug: () => hands.replug(),
    ...(hands.powerCycle && { powerCycle: () => hands.powerCycle?.() }),
    clearFaults: () => hands.clearFaults(),
    state: () => hands.state(),
    setFault: (raw) => hands.setFault(spec.faults.parse(raw)),
    describe: () => ({
      role: spec.role,
      stateName: spec.stateName,
      group: spec.group,
      ...(spec.panel && { panel: spec.panel }),
      powerCycle: hands.powerCycle !== undefined,
      faults: faultsIn(spec.faults),
      ...(spec.cardFaults && { cardFaults: faultsIn(spec.cardFaults) }),
      keys: spec.keys(hands.state()),
    }),
    look: () => {
      const state = hands.state();
      const connected = spec.isConnected(state);
      const link = connected ? fact('connected') : fact('not-connected');
      return {
        light: state.plugged ? (connected ? 'on' : 'waiting') : 'off',
        facts: [state.plugged ? link : bad('unplugged'), ...spec.facts(state)],
      };
    },
  };
}

/** `POST /api/<name>` with a JSON body; the answer is `{"result": …}`. */
export function action<Schema extends z.ZodType>(
  body: Schema,
  run: (top: Benchtop, body: z.output<Schema>) => unknown,
): Action {
  return { body, run: (top, raw) => run(top, body.parse(raw ?? {})) };
}

export const Nothing = z.strictObject({});

/** For the next so many answers, frames or codes. */
export const Times = z.number().int().min(1).max(1_000).default(1);

export function fact(word: FactWord, values?: Values): Fact {
  return { word, ...(values && { values }) };
}

export function bad(word: FactWord, values?: Values): Fact {
  return { ...fact(word, values), bad: true };
}

export function faultFacts(faults: readonly string[]): readonly Fact[] {
  return faults.map((fault) => ({ fault, bad: true }));
}
