import { normaliseText } from '../matching/normalise.ts';

export interface WaitingSlip {
  readonly slipId: string;
  readonly roomId: string;
  readonly amountFen: number;
  readonly sentOn: string;
  readonly payerName: string;
  readonly serial: string;
}

export interface LineInQuestion {
  readonly lineId: string;
  readonly bookedOn: string;
  readonly amountFen: number;
  readonly counterpartyName: string;
  readonly serial: string;
  readonly remark: string;
  /** Rooms that people have said it is not of. */
  readonly rejectedRoomIds: readonly string[];
}

/** A bank may show a transfer the day before an owner remembers, and after a long weekend. */
const DAYS_BEFORE = 1;
const DAYS_AFTER = 7;
const DAY_MS = 86_400_000;

/**
 * Which line of the bank is the transfer that a slip shows: the same amount, near in time, and the bank's number or the
 * payer's name. Only where a slip means one line and the line one slip; everything else is left to people.
 */
export function linesOfSlips(
  slips: readonly WaitingSlip[],
  lines: readonly LineInQuestion[],
): { readonly slipId: string; readonly lineId: string }[] {
  const meant = slips.map((slip) => ({ slip, lines: lines.filter((line) => shows(slip, line)) }));
  return meant.flatMap(({ slip, lines: [line, another] }) => {
    if (!line || another) return [];
    const claims = meant.filter((other) => other.lines.includes(line)).length;
    return claims === 1 ? [{ slipId: slip.slipId, lineId: line.lineId }] : [];
  });
}

function shows(slip: WaitingSlip, line: LineInQuestion): boolean {
  if (slip.amountFen !== line.amountFen || line.rejectedRoomIds.includes(slip.roomId)) return false;
  const days = (Date.parse(line.bookedOn) - Date.parse(slip.sentOn)) / DAY_MS;
  if (days < -DAYS_BEFORE || days > DAYS_AFTER) return false;
  if (slip.serial !== '' && (line.serial === slip.serial || line.remark.includes(slip.serial))) return true;
  return normaliseText(slip.payerName) === normaliseText(line.counterpartyName);
}
