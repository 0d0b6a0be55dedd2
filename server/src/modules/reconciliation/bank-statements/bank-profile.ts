/**
 * How one bank lays its statement out, as data: a header row found by its names, the columns, and how a line tells
 * whether money came or went. Adding a bank is one file like those in `profiles/`, a sample, and a test.
 */
export interface BankProfile {
  /** Short name, kept with every line. */
  readonly bank: string;
  /** As people call it, and as preambles and file names do. */
  readonly names: readonly string[];
  /** Columns that all stand in the header row of this bank, and together in that of no other; each by one of its names. */
  readonly header: readonly (readonly string[])[];
  readonly columns: {
    readonly date: readonly string[];
    readonly time?: readonly string[];
    readonly balance?: readonly string[];
    readonly currency?: readonly string[];
    readonly counterpartyName?: readonly string[];
    readonly counterpartyAccount?: readonly string[];
    /** Name and account in one cell. */
    readonly counterparty?: readonly string[];
    /** All that are there are put together, in this order. */
    readonly remarks: readonly (readonly string[])[];
    readonly serial?: readonly string[];
    /** Of the account itself, where every row repeats it. */
    readonly account?: readonly string[];
  };
  readonly sign:
    /** Two columns, one of them filled. */
    | { readonly kind: 'in-and-out'; readonly income: readonly string[]; readonly expense: readonly string[] }
    /** One column, below zero for what went. */
    | { readonly kind: 'signed'; readonly amount: readonly string[] }
    /** One column without a sign and one that says which way. */
    | {
        readonly kind: 'flagged';
        readonly amount: readonly string[];
        readonly flag: readonly string[];
        readonly income: readonly string[];
        readonly expense: readonly string[];
      };
}
