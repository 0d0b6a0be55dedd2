import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCard, maskName, maskPhone, maskPlate, maskRoomLabel } from './masking.ts';

describe('masking', () => {
  it.each([
    ['张三', '张*'],
    ['张小明', '张**'],
    ['欧阳娜娜', '欧阳**'],
    ['欧阳锋', '欧阳*'],
    ['欧阳', '欧*'],
    ['张', '*'],
    ['', '*'],
    ['𠮷野家', '𠮷**'],
    ['Mary Ann Smith', 'M*** A*** S***'],
    [' 王五 ', '王*'],
  ])('name %j is shown as %j', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it.each([
    ['13812341234', '138****1234'],
    ['+86 138 1234 1234', '138****1234'],
    ['1234567', '****'],
    ['', '****'],
  ])('phone %j is shown as %j', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it.each([
    ['3栋2单元1001', '3栋2单元*01'],
    ['3栋2单元101', '3栋2单元*01'],
    ['12栋1单元2602室', '12栋1单元*02室'],
    ['地下车位B1-088', '地下车位B1-*88'],
    ['商铺7', '商铺7'],
  ])('room %j is shown as %j', (label, masked) => {
    expect(maskRoomLabel(label)).toBe(masked);
  });

  it('cards and plates keep only their end', () => {
    expect(maskCard('04A2B3C4D51234')).toBe('****1234');
    expect(maskPlate('京A·12345')).toBe('京A·**345');
    expect(maskPlate('粤BD12345')).toBe('粤B·**345');
  });

  it('never shows more of a Chinese name than its surname', () => {
    const character = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((point) => String.fromCodePoint(point));
    fc.assert(
      fc.property(fc.array(character, { minLength: 2, maxLength: 6 }), (name) => {
        const hidden = maskName(name.join('')).split('*').length - 1;
        expect(hidden).toBeGreaterThanOrEqual(name.length === 2 ? 1 : name.length - 2);
      }),
    );
  });
});
