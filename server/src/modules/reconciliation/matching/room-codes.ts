/** A room as somebody wrote it. What was left out is undefined. */
export interface RoomReference {
  readonly building: string | undefined;
  readonly unit: string | undefined;
  readonly room: string;
}

const CHINESE_DIGITS = '零一二三四五六七八九';
/** What can stand between the numbers; the last of them is only a sign of distance. */
const BUILDING_END = String.raw`(?:号楼|栋|幢|座|楼|#楼|#|号|[-–—_/\\.,、~ ])`;
const UNIT_END = String.raw`(?:单元|单|门|梯|#|[-–—_/\\.,、~ ])`;
const BUILDING = String.raw`(?<![\dA-Z])([A-Z]?\d{1,3}|[A-Z])`;
const ROOM = String.raw`([A-Z]?\d{3,4})(?:室|房|号)?(?![\dA-Z])`;

const FULL = new RegExp(`${BUILDING} ?${BUILDING_END}+ ?(\\d{1,2}) ?${UNIT_END}+ ?${ROOM}`, 'g');
const WITHOUT_UNIT = new RegExp(`${BUILDING} ?${BUILDING_END}+ ?${ROOM}`, 'g');
const ROOM_ALONE = new RegExp(`(?<![\\dA-Z])${ROOM}`, 'g');

/** Dates, months, times, amounts and account numbers look like rooms and are none. */
const NO_ROOMS: readonly RegExp[] = [
  /(?<!\d)(?:19|20)\d{2} ?[-./年] ?\d{1,2}(?:[-./]\d{1,2}(?!\d)|月份?(?:\d{1,2}[日号])?)?(?!\d)/g,
  /(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d)/g,
  /(?<!\d)(?:19|20)\d{2}(?:年度?|Q[1-4])/g,
  /(?<!\d)\d{1,2}[-~至到]?\d{0,2}月份?(?:\d{1,2}[日号])?/g,
  /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?/g,
  /[¥￥]\d[\d,]*(?:\.\d+)?|\d[\d,]*\.\d{2}(?!\d)|\d[\d,.]*元/g,
  /尾号\D{0,2}\d{3,4}/g,
  /\d{8,}/g,
];

/**
 * Rooms named in a text that `normaliseText` has been through, in all the spellings people use: `8-1-2602`,
 * `8栋1单元2602`, `8#2602`, `八栋一单元2602室`. The most complete reading of a place wins.
 */
export function roomsIn(text: string): RoomReference[] {
  let rest = arabicBeforeUnits(text);
  for (const pattern of NO_ROOMS) rest = rest.replaceAll(pattern, '¦');
  const found: RoomReference[] = [];
  rest = rest.replaceAll(FULL, (_all, building: string, unit: string, room: string) => {
    found.push({ building: bare(building), unit: bare(unit), room: bare(room) });
    return '¦';
  });
  rest = rest.replaceAll(WITHOUT_UNIT, (_all, building: string, room: string) => {
    found.push({ building: bare(building), unit: undefined, room: bare(room) });
    return '¦';
  });
  for (const [, room = ''] of rest.matchAll(ROOM_ALONE)) {
    found.push({ building: undefined, unit: undefined, room: bare(room) });
  }
  return found;
}

/** A room code of the estate, e.g. `8-1-2602`, in the same form. @returns undefined for codes of another make, e.g. `P-12` */
export function referenceOfCode(code: string): RoomReference | undefined {
  const parts = code.toUpperCase().split('-');
  const [building, unit, room] = parts;
  if (building === undefined || unit === undefined) return undefined;
  if (parts.length === 2) return { building: bare(building), unit: undefined, room: bare(unit) };
  return room === undefined || parts.length > 3
    ? undefined
    : { building: bare(building), unit: bare(unit), room: bare(room) };
}

/** `八栋` → `8栋`, `十二号楼` → `12号楼`; other Chinese numbers stay as they are. */
function arabicBeforeUnits(text: string): string {
  return text.replaceAll(/([零一二三四五六七八九十]{1,3})(?=号楼|栋|幢|座|单元|门)/g, (_all, digits: string) => {
    const [tens = '', ones = ''] = digits.split('十');
    if (!digits.includes('十'))
      return Array.from(digits)
        .map((digit) => CHINESE_DIGITS.indexOf(digit))
        .join('');
    const value = (tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens)) * 10;
    return String(value + (ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones)));
  });
}

/** `812602`: numbers that may be a building, a unit and a room without anything between them. */
export function digitRunsIn(text: string): string[] {
  return [...text.matchAll(/(?<!\d)\d{5,8}(?!\d)/g)].map(([digits]) => digits);
}

export function runTogether({ building = '', unit = '', room }: RoomReference): string {
  return `${building}${unit}${room}`;
}

function bare(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}

/** One wrong, missing, doubled or swapped digit between two room numbers of a kind. */
export function isSlipOf(written: string, meant: string): boolean {
  if (written === meant) return false;
  if (written.length === meant.length) {
    const wrong = Array.from(written)
      .map((digit, at) => (digit === meant[at] ? -1 : at))
      .filter((at) => at >= 0);
    const [first = -1, second = -1] = wrong;
    if (wrong.length === 1) return true;
    return (
      wrong.length === 2 && second === first + 1 && written[first] === meant[second] && written[second] === meant[first]
    );
  }
  const [short, long] = written.length < meant.length ? [written, meant] : [meant, written];
  if (long.length - short.length !== 1) return false;
  for (let at = 0; at < long.length; at += 1) {
    if (long.slice(0, at) + long.slice(at + 1) === short) return true;
  }
  return false;
}
