import { readTime, yuanToFen } from '../file-reading/figures.ts';
import { differing, problemOf } from '../file-reading/text-lines.ts';
import { streamXml } from '../file-reading/xml-stream.ts';
import type { BankLine, FileRow, PrintedStatement } from '../statement-rows.ts';
import { bankOfBic } from './bank-codes.ts';
import { createFingerprinting, type BankLineContent } from './fingerprint.ts';

/** What an element of the statement, an entry or one transaction of it has said, by the path below it. */
type Said = Map<string, string>;

interface Entry {
  readonly said: Said;
  readonly transactions: Said[];
}

interface Statement {
  readonly said: Said;
  /** Opening and closing, by their code: `OPBD`, `CLBD`, `PRCD`. */
  readonly balances: Map<string, number>;
  closedOn: string | undefined;
  sumFen: number;
  isBroken: boolean;
}

const MAX_TEXT_CHARS = 4_000;
const MAX_TRANSACTIONS = 10_000;

/**
 * ISO 20022 camt.053: booked entries of each `Stmt`. An entry that sums up several transactions gives a line for each, when
 * their amounts make up the entry. `OPBD` and entries must give `CLBD` (LT-2712).
 */
export async function* readCamt053(
  bytes: AsyncIterable<Uint8Array>,
  onStatement: (printed: PrintedStatement) => void = () => undefined,
): AsyncGenerator<FileRow<BankLine>> {
  const fingerprint = createFingerprinting();
  const path: string[] = [];
  let rows: FileRow<BankLine>[] = [];
  let statement: Statement | undefined;
  let balance: Said | undefined;
  let entry: Entry | undefined;
  let transaction: Said | undefined;
  let scope: { readonly said: Said; readonly depth: number } | undefined;
  let text = '';
  let number = 0;

  const scopes: { readonly said: Said; readonly depth: number }[] = [];
  const enter = (said: Said): Said => {
    scope = { said, depth: path.length };
    scopes.push(scope);
    return said;
  };
  const leave = () => {
    scopes.pop();
    scope = scopes.at(-1);
  };

  const finishEntry = (ended: Entry) => {
    number += 1;
    if (!statement || ended.said.get('Sts') === 'PDNG' || ended.said.get('Sts/Cd') === 'PDNG') return;
    for (const line of linesOf(ended, statement, number)) {
      if ('problem' in line) {
        statement.isBroken = true;
        rows.push(line);
      } else {
        statement.sumFen += line.row.amountFen;
        rows.push({ row: { ...line.row, fingerprint: fingerprint(line.row) } });
      }
    }
  };

  const handler = {
    open: (name: string, attributes: Readonly<Record<string, string>>) => {
      path.push(name);
      text = '';
      if (name === 'Stmt')
        statement = { said: enter(new Map()), balances: new Map(), closedOn: undefined, sumFen: 0, isBroken: false };
      else if (name === 'Bal' && statement) balance = enter(new Map());
      else if (name === 'Ntry' && statement) entry = { said: enter(new Map()), transactions: [] };
      else if (name === 'TxDtls' && entry) transaction = enter(new Map());
      else if (name === 'Amt' && attributes.Ccy !== undefined)
        scope?.said.set(`${pathIn(path, scope.depth)}@Ccy`, attributes.Ccy);
    },
    text: (piece: string) => {
      if (text.length < MAX_TEXT_CHARS) text += piece;
    },
    close: (name: string) => {
      if (scope && path.length > scope.depth) say(scope.said, pathIn(path, scope.depth), text.trim());
      text = '';
      if (name === 'TxDtls' && transaction && entry) {
        if (entry.transactions.length < MAX_TRANSACTIONS) entry.transactions.push(transaction);
        transaction = undefined;
        leave();
      } else if (name === 'Ntry' && entry) {
        const ended = entry;
        entry = undefined;
        leave();
        finishEntry(ended);
      } else if (name === 'Bal' && balance && statement) {
        const fen = amountOf(balance);
        const code = balance.get('Tp/CdOrPrtry/Cd') ?? '';
        if (fen !== undefined) statement.balances.set(code, fen);
        if (code === 'CLBD') statement.closedOn = balance.get('Dt/Dt') ?? balance.get('Dt/DtTm')?.slice(0, 10);
        balance = undefined;
        leave();
      } else if (name === 'Stmt' && statement) {
        rows.push(...closingProblem(statement, number));
        const printed = printedOf(statement);
        if (printed) onStatement(printed);
        statement = undefined;
        leave();
      }
      path.pop();
    },
  };

  for await (const _ of streamXml(bytes, handler, 'camt.053 document')) {
    yield* rows;
    rows = [];
  }
}

function pathIn(path: readonly string[], depth: number): string {
  return path.slice(depth).join('/');
}

/** Repeated elements, such as lines of remittance text, are put one behind the other. */
function say(said: Said, name: string, text: string): void {
  if (text === '') return;
  const before = said.get(name);
  if (before === undefined) said.set(name, text);
  else if (before.length < MAX_TEXT_CHARS) said.set(name, `${before} ${text}`);
}

/** Signed by CdtDbtInd; a reversal has the sign of the entry it takes back already turned. */
function amountOf(said: Said): number | undefined {
  const fen = yuanToFen(said.get('Amt') ?? '');
  const mark = said.get('CdtDbtInd');
  if (fen === undefined || (mark !== 'CRDT' && mark !== 'DBIT')) return undefined;
  return mark === 'CRDT' ? fen : 0 - fen || 0;
}

function linesOf(
  entry: Entry,
  statement: Statement,
  line: number,
): readonly ({ readonly row: BankLineContent } | ReturnType<typeof problemOf>)[] {
  const { said } = entry;
  const currency = said.get('Amt@Ccy');
  if (currency !== 'CNY') return [problemOf(line, 'LT-2715', 'Ntry/Amt/@Ccy')];
  const amountFen = amountOf(said);
  if (amountFen === undefined) return [problemOf(line, 'LT-2707', 'Ntry/Amt')];
  const booked = readTime(said.get('BookgDt/Dt') ?? (said.get('BookgDt/DtTm') ?? '').slice(0, 10));
  if (!booked) return [problemOf(line, 'LT-2708', 'Ntry/BookgDt')];
  const at = Date.parse(said.get('BookgDt/DtTm') ?? '');

  const common = {
    bank: bankName(statement.said),
    account: accountOf(statement),
    date: booked.date,
    line,
    ...(Number.isNaN(at) ? {} : { at }),
  };
  const serial = said.get('AcctSvcrRef') ?? said.get('NtryRef') ?? '';
  const parts = entry.transactions.map((part) => signedPart(part, amountFen < 0));
  const isSplit =
    parts.length > 1 &&
    parts.every((part) => part !== undefined) &&
    parts.reduce((sum, part) => sum + part, 0) === amountFen;
  if (!isSplit) {
    const details = entry.transactions[0] ?? new Map<string, string>();
    return [{ row: { ...common, amountFen, serial, ...detailsOf(details, said, amountFen > 0) } }];
  }
  return entry.transactions.map((details, index) => {
    const fen = parts[index] ?? 0;
    const own = details.get('Refs/AcctSvcrRef') ?? serial;
    return { row: { ...common, amountFen: fen, serial: own, ...detailsOf(details, said, fen > 0) } };
  });
}

function signedPart(part: Said, isDebit: boolean): number | undefined {
  const fen = yuanToFen(part.get('Amt') ?? part.get('AmtDtls/TxAmt/Amt') ?? '');
  if (fen === undefined) return undefined;
  const mark = part.get('CdtDbtInd') ?? (isDebit ? 'DBIT' : 'CRDT');
  return mark === 'CRDT' ? fen : 0 - fen || 0;
}

function detailsOf(details: Said, entry: Said, isIncome: boolean) {
  const party = isIncome ? 'Dbtr' : 'Cdtr';
  const endToEndId = details.get('Refs/EndToEndId') ?? '';
  const remark = [details.get('RmtInf/Ustrd'), details.get('AddtlTxInf'), entry.get('AddtlNtryInf')]
    .concat(endToEndId === 'NOTPROVIDED' ? [] : endToEndId)
    .filter((part) => part !== undefined && part !== '');
  const account = `RltdPties/${party}Acct/Id`;
  return {
    counterpartyName: details.get(`RltdPties/${party}/Nm`) ?? details.get(`RltdPties/${party}/Pty/Nm`) ?? '',
    counterpartyAccount: details.get(`${account}/IBAN`) ?? details.get(`${account}/Othr/Id`) ?? '',
    remark: [...new Set(remark)].join(' '),
  };
}

function bankName(said: Said): string {
  const servicer = 'Acct/Svcr/FinInstnId';
  const bic = said.get(`${servicer}/BICFI`) ?? said.get(`${servicer}/BIC`);
  return bic === undefined ? (said.get(`${servicer}/Nm`) ?? 'camt.053') : bankOfBic(bic);
}

function accountOf({ said }: Statement): string {
  return said.get('Acct/Id/IBAN') ?? said.get('Acct/Id/Othr/Id') ?? '';
}

function openingOf({ balances }: Statement): number | undefined {
  return balances.get('OPBD') ?? balances.get('PRCD');
}

function printedOf(statement: Statement): PrintedStatement | undefined {
  const openingFen = openingOf(statement);
  const closingFen = statement.balances.get('CLBD');
  if (openingFen === undefined || closingFen === undefined) return undefined;
  const from = readTime((statement.said.get('FrToDt/FrDtTm') ?? '').slice(0, 10))?.date;
  return {
    account: accountOf(statement),
    openingFen,
    closingFen,
    ...(from !== undefined && { fromDate: from }),
    ...(statement.closedOn !== undefined && { toDate: statement.closedOn }),
  };
}

function closingProblem(statement: Statement, line: number): FileRow<never>[] {
  const { balances, sumFen, isBroken } = statement;
  const opening = openingOf(statement);
  const closing = balances.get('CLBD');
  if (isBroken || opening === undefined || closing === undefined || opening + sumFen === closing) return [];
  const detail = `CLBD ${differing(closing, opening + sumFen)}`;
  return [problemOf(line, 'LT-2712', detail)];
}
