import { printTable } from './print-table.ts';

/** A benchmark's figures; `ratio` compares with a raw floor measured in the same run, so that a noisy machine cancels out. */
export type Figures = Readonly<Record<string, number>>;

const BENCHMARKS: Readonly<Record<string, () => Promise<Figures>>> = {
  'tap-to-bills': async () => (await import('./tap-to-bills.ts')).benchTapToBills(),
  'payments-sqlite': async () => (await import('./payments-sqlite.ts')).benchPaymentsSqlite(),
  'reconcile-memory': async () => (await import('./reconcile-memory.ts')).benchReconcileMemory(),
  reconcile: async () => (await import('./reconcile.ts')).benchReconcile(),
  'audit-books': async () => (await import('./audit-books.ts')).benchAuditBooks(),
  'payments-postgres': async () => (await import('./payments-postgres.ts')).benchPaymentsPostgres(),
  ui: async () => (await import('./ui.ts')).benchUi(),
  'bridge-idle': async () => (await import('./bridge-idle.ts')).benchBridgeIdle(),
  'receipt-encode': async () => (await import('./receipt-encode.ts')).benchReceiptEncode(),
  'bill-run': async () => (await import('./bill-run.ts')).benchBillRun(),
};

const asJson = process.argv.includes('--json');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  console.error(`no benchmark is named ${unknown.join(', ')}; there are: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exit(64);
}

const results: Record<string, Figures> = {};
for (const name of asked.length > 0 ? asked : Object.keys(BENCHMARKS)) {
  if (!asJson) console.error(`${name} …`);
  const figures = await BENCHMARKS[name]?.();
  if (figures) results[name] = figures;
}
if (asJson) console.log(JSON.stringify(results));
else printTable(results);
process.exit(0);
