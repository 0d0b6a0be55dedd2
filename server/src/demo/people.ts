import type { Random } from './random.ts';

const SURNAMES = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余'.split('');
const COMPOUND_SURNAMES = ['欧阳', '上官', '司徒', '诸葛'] as const;
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰建国梅红云飞鹏宇晨欣怡子涵浩然雨桐思远嘉宁'.split('');

/** A made-up person; any likeness is chance. */
export function personName(random: Random): string {
  const surname = random.chance(2)
    ? random.pick(COMPOUND_SURNAMES)
    : (SURNAMES[random.between(0, SURNAMES.length - 1)] ?? '王');
  const given = () => GIVEN[random.between(0, GIVEN.length - 1)] ?? '明';
  return random.chance(60) ? surname + given() + given() : surname + given();
}

/** `1990000` and four digits: a block that the demo keeps to. */
export function phoneNumber(random: Random): string {
  return `1990000${String(random.between(0, 9_999)).padStart(4, '0')}`;
}
