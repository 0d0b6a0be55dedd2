import { describe, expect, it } from 'vitest';
import { signOf } from './charge-kinds.ts';

describe('the sign beside a bill', () => {
  it.each([
    ['property', '物业服务费', 'home'],
    ['property', '水景维护费', 'home'],
    ['parking', '车位费', 'parking'],
    ['utility', '水费', 'water'],
    ['utility', '热水费', 'water'],
    ['utility', '电费', 'power'],
    ['utility', '公摊电费', 'power'],
    ['utility', '天然气费', 'gas'],
    ['utility', '采暖费', 'heating'],
    ['utility', '公共能耗', 'meter'],
    ['special', '电梯改造', 'work'],
    ['special', '生活垃圾费', 'rubbish'],
    ['special', '装修押金', 'deposit'],
    ['special', '重阳敬老活动', 'outing'],
  ] as const)('%s %s: %s', (family, name, kind) => {
    expect(signOf(family, name)).toBe(kind);
  });
});
