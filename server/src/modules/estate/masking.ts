/**
 * The one place that decides how much of personal data may be shown (PIPL).
 * Characters are counted as people see them, so that rare names outside the basic plane are not cut in half.
 */

/** Two-character surnames: of 欧阳娜娜 the surname stays whole. */
const COMPOUND_SURNAMES = new Set(
  [
    '欧阳',
    '上官',
    '司马',
    '诸葛',
    '东方',
    '皇甫',
    '尉迟',
    '公孙',
    '令狐',
    '长孙',
    '慕容',
    '司徒',
    '夏侯',
    '端木',
  ].concat(['南宫', '西门', '百里', '独孤', '宇文', '轩辕', '澹台', '闻人', '万俟', '太史', '公冶', '申屠']),
);

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** `张三` → `张*`, `张小明` → `张**`, `欧阳娜娜` → `欧阳**`; of a foreign name the first letter of each word stays. */
export function maskName(name: string): string {
  const trimmed = name.trim();
  if (/^[\p{Script=Latin}\s.'-]+$/u.test(trimmed)) return trimmed.split(/\s+/).map(maskLatinWord).join(' ');
  const shown = [...characters.segment(trimmed)].map((part) => part.segment);
  if (shown.length <= 1) return '*';
  const surname = shown.length >= 3 && COMPOUND_SURNAMES.has(shown.slice(0, 2).join('')) ? 2 : 1;
  return shown.slice(0, surname).join('') + '*'.repeat(shown.length - surname);
}

function maskLatinWord(word: string): string {
  return word.length <= 1 ? '*' : `${word[0]}***`;
}

/** `13812341234` → `138****1234`; anything too short to keep seven digits is hidden whole. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
  return digits.length >= 11 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : '****';
}

/** Any card: `****1234`. */
/** `a***@x.com` */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at <= 0 ? '***' : `${address[0]}***${address.slice(at)}`;
}

export function maskCard(number: string): string {
  return `****${number.slice(-4)}`;
}

/** `京A12345` → `京A·**345` */
export function maskPlate(plate: string): string {
  const bare = plate.replaceAll(/[·\s-]/g, '');
  return `${bare.slice(0, 2)}·**${bare.slice(-3)}`;
}

/**
 * `3栋2单元1001` → `3栋2单元*01`: the last two digits tell owners which of their rooms it is, without telling a
 * neighbour behind them the door.
 */
export function maskRoomLabel(label: string): string {
  return label.replace(/\d+(?=\d{2}\D*$)/, '*');
}
