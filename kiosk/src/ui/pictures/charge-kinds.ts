import type { BillView } from '../../screens.ts';

export type ChargeKind =
  'home' | 'water' | 'power' | 'gas' | 'heating' | 'meter' | 'parking' | 'rubbish' | 'deposit' | 'outing' | 'work';

/** Every company names its items itself; what people call a thing tells what it is. The first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, ChargeKind])[] = [
  [/车位|停车/, 'parking'],
  [/暖|供热|热力/, 'heating'],
  [/水/, 'water'],
  [/气/, 'gas'],
  [/电(?!梯)/, 'power'],
  [/垃圾|卫生|清洁|保洁/, 'rubbish'],
  [/押金|保证金/, 'deposit'],
  [/活动/, 'outing'],
];

const OTHERWISE: Readonly<Record<BillView['family'], ChargeKind>> = {
  property: 'home',
  utility: 'meter',
  parking: 'parking',
  special: 'work',
};

/** @param name in simplified characters, as it stands on the books */
export function signOf(family: BillView['family'], name: string): ChargeKind {
  if (family === 'property' || family === 'parking') return OTHERWISE[family];
  return BY_NAME.find(([words]) => words.test(name))?.[1] ?? OTHERWISE[family];
}
