import { describe, expect, it } from 'vitest';
import { classify, settlingChannel } from './classify.ts';
import { accountKey, maskAllows, normaliseName, normaliseText, soundFamilyNameLast, soundOf } from './normalise.ts';
import { referencesIn } from './references.ts';
import { isSlipOf, roomsIn } from './room-codes.ts';

describe('a room in a remark', () => {
  it.each([
    '8-1-2602',
    '8栋1单元2602',
    '8栋1单元2602室物业费',
    '8号楼1单元2602',
    '8幢1单元2602号',
    '8#1-2602',
    '8#-1-2602',
    '８－１－２６０２',
    '8 1 2602',
    '08-01-2602',
    '八栋一单元2602',
    '8棟1單元2602',
    '交物业费8/1/2602谢谢',
    '8座1门2602 2026-05-12',
    '2026年5月 8-1-2602 3月份',
    '8.1.2602 12:30',
    '8 - 1 - 2 6 0 2',
  ])('is read from %s', (text) => {
    expect(roomsIn(normaliseText(text))).toEqual([{ building: '8', unit: '1', room: '2602' }]);
  });

  it.each([
    ['8栋2602', { building: '8', unit: undefined, room: '2602' }],
    ['十二号楼0302', { building: '12', unit: undefined, room: '302' }],
    ['A座1205', { building: 'A', unit: undefined, room: '1205' }],
    ['2602室', { building: undefined, unit: undefined, room: '2602' }],
  ])('without its unit or building is read from %s', (text, room) => {
    expect(roomsIn(normaliseText(text))).toEqual([room]);
  });

  it.each([
    '2026-11-05',
    '20261105',
    '11月5日物业费',
    '¥260.20',
    '260元',
    '尾号2602',
    '13812342602',
    '6222021234567890123',
    '12:30',
  ])('is not read from %s', (text) => {
    expect(roomsIn(normaliseText(text))).toEqual([]);
  });

  it('two rooms in one remark are two', () => {
    expect(roomsIn(normaliseText('8-1-2602、8-1-2603')).map(({ room }) => room)).toEqual(['2602', '2603']);
  });

  it.each([
    ['2602', '2603', true],
    ['2620', '2602', true],
    ['262', '2602', true],
    ['26602', '2602', true],
    ['2602', '2602', false],
    ['2602', '1503', false],
  ])('%s for %s is a slip: %s', (written, meant, slip) => {
    expect(isSlipOf(written, meant)).toBe(slip);
  });
});

describe('a payer', () => {
  it('is known in traditional letters, with a title, in brackets and by sound', () => {
    expect(normaliseName('張偉（6222）')).toBe('张伟');
    expect(normaliseName('张 伟 先生')).toBe('张伟');
    expect(soundOf('张伟')).toBe(soundOf('Zhang Wei'));
    expect(soundFamilyNameLast('WEI ZHANG')).toBe('ZHANGWEI');
    expect(soundOf('单小曾')).toMatch(/^SHAN/);
  });

  it.each([
    ['张*', '张伟', true],
    ['*小明', '张小明', true],
    ['张*明', '张小明', true],
    ['张*', '张小明', false],
    ['**', '张伟', false],
  ])('masked as %s may be %s: %s', (masked, name, may) => {
    expect(maskAllows(masked, name)).toBe(may);
  });

  it('with a masked account is known only together with the name', () => {
    expect(accountKey('6222 0212 3456 7890', '张伟')).toBe('6222021234567890');
    expect(accountKey('6222****7890', '张伟')).not.toBe(accountKey('6222****7890', '王芳'));
    expect(accountKey('', '张伟')).toBeUndefined();
  });
});

it('numbers of ours and of channels are found in a remark', () => {
  const id = '01926f3a-7c11-7abc-8def-0123456789ab';
  const text = normaliseText(`订单7F3K-92QD 账单${id} 4200002345202611051234567890 电话13812341234`);
  expect(referencesIn(text)).toMatchObject({
    orderReferences: ['7F3K-92QD'],
    ids: [id],
    transactionIds: ['4200002345202611051234567890'],
    phones: ['13812341234'],
  });
});

describe('a line of a statement', () => {
  const own = new Set(['安居物业服务有限公司']);
  it.each([
    [45_000, '财付通支付科技有限公司', '商户结算款', 'channel-settlement'],
    [45_000, '支付宝(中国)网络技术有限公司', '提现', 'channel-settlement'],
    [45_000, '', '现金存入', 'cash-deposit'],
    [45_000, '张伟', '现金存 8-1-2602 物业费', 'owner-transfer'],
    [812, '', '结息', 'interest'],
    [-500, '', '跨行转账手续费', 'fee'],
    [-30_000, '张伟', '物业费退款', 'refund-out'],
    [-30_000, '某某保洁公司', '保洁服务费', 'other-out'],
    [45_000, '安居物业服务有限公司', '转账', 'internal'],
    [45_000, '张伟', '8栋1单元2602物业费', 'owner-transfer'],
  ])('of %i fen with %s, %s is %s', (amountFen, counterpartyName, remark, kind) => {
    expect(classify({ amountFen, counterpartyName, remark }, own)).toBe(kind);
  });

  it('says which channel settled', () => {
    expect(settlingChannel({ counterpartyName: '財付通支付科技有限公司', remark: '' })).toBe('wechat-pay');
    expect(settlingChannel({ counterpartyName: '支付宝(中国)', remark: '' })).toBe('alipay');
    expect(settlingChannel({ counterpartyName: '某银行', remark: '通联POS清算' })).toBe('pos');
    expect(settlingChannel({ counterpartyName: '某公司', remark: '' })).toBeUndefined();
  });
});
