/** Data of the answer; `nak`: heard and refused; undefined: no such command, which gets no answer at all. */
export type UnitAnswer = readonly number[] | 'nak' | undefined;

/** One device on the bus: it hears a header with its data and answers. */
export interface BusUnit {
  readonly address: number;
  answer(header: number, data: readonly number[]): UnitAnswer;
  powerOff(): void;
  powerUp(): void;
}
