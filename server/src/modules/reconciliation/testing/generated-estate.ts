import { idsFrom, type Random, randomFrom } from '../../../demo/random.ts';

/**
 * Households with known truth for measuring the matching. Written without a look at the matching's own tables: what
 * people, banks and namesakes do to a remark is told here anew, so that the matching cannot recognise its own hand.
 */
export interface GeneratedHousehold {
  readonly roomId: string;
  readonly building: number;
  readonly unit: number;
  readonly room: string;
  readonly code: string;
  /** The register: owner first, then relatives and tenants who are on it. */
  readonly registered: readonly GeneratedPerson[];
  readonly payer: GeneratedPayer;
  /** Monthly property fee; many rooms have the same, as floor plans repeat. */
  readonly propertyFen: number;
  readonly parkingFen: number;
  readonly habit: RemarkHabit;
}

export interface GeneratedPerson {
  readonly partyId: string;
  readonly name: string;
  readonly phone: string;
}

/** Who really sends the money, on the register or not. */
export interface GeneratedPayer {
  readonly name: string;
  readonly account: string;
  readonly phone: string;
}

export type RemarkHabit = 'full-code' | 'no-unit' | 'door-only' | 'name' | 'phone' | 'nothing';

const UNITS = 2;
const FLOORS = 33;
const DOORS = 4;
const FAMILY_NAMES =
  '王王王王李李李李张张张刘刘陈陈杨杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余杜叶程魏苏吕丁任卢姚钟姜崔谭陆范汪廖石金贾韦夏方侯邹熊白孟秦邱江尹薛阎段雷龙黎史陶毛郝顾龚邵万覃武钱戴严莫孔向汤';
const GIVEN_ONE = '伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华玉兰建国梅红云飞鹏宇晨欣怡涵浩雨桐思远嘉宁波斌辉鑫琳琴';
const GIVEN_TWO = [
  '建国',
  '建华',
  '志强',
  '秀英',
  '桂兰',
  '淑珍',
  '国强',
  '海燕',
  '晓东',
  '丽娟',
  '子涵',
  '雨桐',
  '浩然',
  '欣怡',
  '文博',
  '俊杰',
  '思远',
  '梓萱',
  '一诺',
  '诗涵',
];
const MORE_GIVEN = '安柏城德恩帆谷皓集锦楷朗茂楠培绮融盛庭蔚熙妍毅蕴泽哲臻舟卓';

export function generateEstate(seed: string, count: number): GeneratedHousehold[] {
  const random = randomFrom(`${seed} estate`);
  const newId = idsFrom(random, 0);
  const households: GeneratedHousehold[] = [];
  let owner: GeneratedPerson | undefined;
  let agent: GeneratedPayer | undefined;
  for (let made = 0; made < count; made += 1) {
    const door = made % DOORS;
    const floor = Math.floor(made / DOORS) % FLOORS;
    const unit = Math.floor(made / DOORS / FLOORS) % UNITS;
    const building = Math.floor(made / DOORS / FLOORS / UNITS) + 1;
    const room = `${floor + 1}${String(door + 1).padStart(2, '0')}`;
    // Some own several rooms, often side by side.
    owner = owner && random.chance(4) ? owner : person(random, newId);
    const registered = [owner, ...relatives(random, newId, owner)];
    if (!agent || random.chance(3))
      agent = { name: `${givenName(random)}房产经纪有限公司`, account: account(random), phone: '' };
    households.push({
      roomId: newId(),
      building,
      unit: unit + 1,
      room,
      code: `${building}-${unit + 1}-${room}`,
      registered,
      payer: payerOf(random, registered, agent),
      propertyFen: [21_480, 26_010, 30_030, 34_090][door] ?? 26_010,
      parkingFen: random.chance(30) ? 30_000 : 0,
      habit: habitOf(random),
    });
  }
  return households;
}

/** Accounts and telephones of owners of several rooms are one account and one telephone. */
const ownAccounts = new WeakMap<GeneratedPerson, string>();

function payerOf(random: Random, registered: readonly GeneratedPerson[], agent: GeneratedPayer): GeneratedPayer {
  const [owner, relative] = registered;
  if (!owner) throw new Error('a household has an owner');
  const dice = random.between(1, 100);
  if (dice <= 62) {
    const own = ownAccounts.get(owner) ?? account(random);
    ownAccounts.set(owner, own);
    return { name: owner.name, account: own, phone: owner.phone };
  }
  if (dice <= 76 && relative) return { name: relative.name, account: account(random), phone: relative.phone };
  if (dice <= 80) return agent;
  // A son, a daughter-in-law, a flatmate: not on the register, half of them with the family's name.
  const [familyName = '王'] = Array.from(owner.name);
  const name = random.chance(50) ? familyName + givenName(random) : fullName(random);
  return { name, account: account(random), phone: telephone(random) };
}

function relatives(random: Random, newId: () => string, owner: GeneratedPerson): GeneratedPerson[] {
  if (random.chance(45)) return [];
  const [familyName = '王'] = Array.from(owner.name);
  const name = random.chance(40) ? familyName + givenName(random) : fullName(random);
  return [{ partyId: newId(), name, phone: telephone(random) }];
}

function habitOf(random: Random): RemarkHabit {
  const dice = random.between(1, 100);
  if (dice <= 46) return 'full-code';
  if (dice <= 60) return 'no-unit';
  if (dice <= 67) return 'door-only';
  if (dice <= 72) return 'name';
  if (dice <= 76) return 'phone';
  return 'nothing';
}

function person(random: Random, newId: () => string): GeneratedPerson {
  return { partyId: newId(), name: fullName(random), phone: telephone(random) };
}

export function fullName(random: Random): string {
  const familyName = random.chance(1) ? random.pick(['欧阳', '司马', '上官']) : letterOf(random, FAMILY_NAMES);
  return familyName + givenName(random);
}

function givenName(random: Random): string {
  const dice = random.between(1, 100);
  // One in four has a name that many others have.
  if (dice <= 15) return letterOf(random, GIVEN_ONE);
  if (dice <= 25) return GIVEN_TWO[random.between(0, GIVEN_TWO.length - 1)] ?? '建国';
  return letterOf(random, GIVEN_ONE + MORE_GIVEN) + letterOf(random, GIVEN_ONE + MORE_GIVEN);
}

function letterOf(random: Random, letters: string): string {
  const all = Array.from(letters);
  return all[random.between(0, all.length - 1)] ?? '王';
}

export function account(random: Random): string {
  return `6222${digits(random, 15)}`;
}

export function telephone(random: Random): string {
  return `1${random.pick(['39', '58', '77', '86', '33'])}${digits(random, 8)}`;
}

export function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.between(0, 9)).join('');
}
