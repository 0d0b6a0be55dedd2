import type { Random } from '../../../demo/random.ts';
import type { GeneratedHousehold, RemarkHabit } from './generated-estate.ts';

/** A remark as somebody typed it, and whether the room in it is the one that was meant. */
export interface GeneratedRemark {
  readonly text: string;
  /** What a reader could rely on. A slip names another room or none. */
  readonly names: 'room' | 'door' | 'telephone' | 'nothing';
}

const HAN_DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
const BEFORE = ['', '', '', '物业费 ', '物业费', '缴纳', '交', '转账 ', '翠湖花园', '业主', '代缴', '手机银行转账-'];
const AFTER = [
  '',
  '',
  '',
  '物业费',
  ' 物业管理费',
  '房物业费',
  ' 物业',
  '电费',
  ' 水费物业费',
  '停车费',
  ',谢谢',
  '！',
];

export function remarkOf(random: Random, household: GeneratedHousehold, month: number): GeneratedRemark {
  const habit: RemarkHabit = random.chance(88)
    ? household.habit
    : random.pick(['full-code', 'no-unit', 'nothing', 'name', 'door-only']);
  const made = wordsOf(random, household, habit);
  let text = `${random.pick(BEFORE as [string, ...string[]])}${made.text}${random.pick(AFTER as [string, ...string[]])}`;
  if (random.chance(22)) text += dateNoise(random, month);
  if (random.chance(3)) text = random.pick(['电子汇入 ', '跨行转账', 'IBPS20261105000012345678 ', '摘要:']) + text;
  if (random.chance(4)) text = traditional(text);
  if (random.chance(5)) text = fullWidth(text);
  if (random.chance(3))
    text = Array.from(text)
      .join(random.chance(50) ? ' ' : '')
      .replaceAll('  ', ' ');
  return { text, names: made.names };
}

function wordsOf(random: Random, household: GeneratedHousehold, habit: RemarkHabit): GeneratedRemark {
  const [owner] = household.registered;
  switch (habit) {
    case 'nothing':
      return { text: random.pick(['', '物业费', '物业', '转账', '缴费', '费用']), names: 'nothing' };
    case 'name':
      return { text: `${owner?.name ?? ''}${random.pick(['', '家', '的房子 ', ' '])}`, names: 'nothing' };
    case 'phone':
      return { text: `${random.pick(['', '电话', 'TEL:', '联系'])}${owner?.phone ?? ''}`, names: 'telephone' };
    case 'door-only':
      return slipped(random, `${household.room}${random.pick(['', '室', '房', '号房'])}`, 'door', household);
    case 'no-unit':
      return slipped(random, withoutUnit(random, household), 'room', household);
    default:
      return slipped(random, fullCode(random, household), 'room', household);
  }
}

function fullCode(random: Random, { building, unit, room }: GeneratedHousehold): string {
  const han = HAN_DIGITS[building] ?? String(building);
  const hanUnit = HAN_DIGITS[unit] ?? String(unit);
  return random.pick([
    `${building}-${unit}-${room}`,
    `${building}-${unit}-${room}`,
    `${building}-${unit}-${room}`,
    `${building}栋${unit}单元${room}`,
    `${building}栋${unit}单元${room}室`,
    `${building}号楼${unit}单元${room}`,
    `${building}幢${unit}单元${room}`,
    `${building}#${unit}-${room}`,
    `${building}#-${unit}-${room}`,
    `${building} ${unit} ${room}`,
    `${building}/${unit}/${room}`,
    `${building}.${unit}.${room}`,
    `${building}—${unit}—${room}`,
    `${han}栋${hanUnit}单元${room}`,
    `${String(building).padStart(2, '0')}-${String(unit).padStart(2, '0')}-${room.padStart(4, '0')}`,
    `${building}座${unit}门${room}号`,
    `${building}栋 ${unit}单元 ${room}`,
    // Read by people, and not to be told from other numbers by a machine.
    `${building}${unit}${room}`,
  ]);
}

function withoutUnit(random: Random, { building, room }: GeneratedHousehold): string {
  return random.pick([
    `${building}-${room}`,
    `${building}栋${room}`,
    `${building}#${room}`,
    `${building}号楼${room}室`,
    `${HAN_DIGITS[building] ?? building}栋${room}`,
    `${building}幢 ${room}`,
  ]);
}

/** Now and then a digit is wrong, doubled, missing or swapped with the one beside it. */
function slipped(
  random: Random,
  text: string,
  names: GeneratedRemark['names'],
  household: GeneratedHousehold,
): GeneratedRemark {
  // A building without its unit is the room only where no other unit has the door: here every unit has all of them.
  const told = names === 'room' && !tellsUnit(text, household) ? 'door' : names;
  if (!random.chance(2)) return { text, names: told };
  const places = [...text.matchAll(/\d/g)].map((match) => match.index);
  const at = places[random.between(0, places.length - 1)];
  if (at === undefined) return { text, names: told };
  const how = random.pick(['wrong', 'wrong', 'missing', 'doubled', 'swapped']);
  const [before, digit = '', after] = [text.slice(0, at), text[at], text.slice(at + 1)];
  const changed =
    how === 'wrong'
      ? before + String((Number(digit) + random.between(1, 9)) % 10) + after
      : how === 'missing'
        ? before + after
        : how === 'doubled'
          ? before + digit + digit + after
          : before + (after[0] ?? '') + digit + after.slice(1);
  return changed === text ? { text, names: told } : { text: changed, names: 'nothing' };
}

function tellsUnit(text: string, { building, unit, room }: GeneratedHousehold): boolean {
  if (text === `${building}${unit}${room}`) return false;
  return !new RegExp(`^(${building}|${HAN_DIGITS[building] ?? building})(-|栋|#|号楼|幢 ?)0?${room}室?$`).test(text);
}

function dateNoise(random: Random, month: number): string {
  return random.pick([
    ` 2026-${String(month).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`,
    `${month}月`,
    ` 2026年${month}月份`,
    ` 2026${String(month).padStart(2, '0')}`,
    `${month}月${random.between(1, 28)}日`,
    ' 1-3月',
    ` ${random.between(8, 21)}:${random.between(10, 59)}`,
    ` 尾号${random.between(1_000, 9_999)}`,
    ` ${random.between(100, 999)}.50元`,
  ]);
}

const TRADITIONAL: Readonly<Record<string, string>> = {
  栋: '棟',
  单: '單',
  号: '號',
  楼: '樓',
  费: '費',
  业: '業',
  张: '張',
  刘: '劉',
  陈: '陳',
  杨: '楊',
  国: '國',
  伟: '偉',
  丽: '麗',
  电: '電',
  缴: '繳',
  转: '轉',
  账: '帳',
  车: '車',
};

export function traditional(text: string): string {
  return Array.from(text)
    .map((letter) => TRADITIONAL[letter] ?? letter)
    .join('');
}

function fullWidth(text: string): string {
  return text.replaceAll(/[0-9A-Z#-]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfe_e0));
}
