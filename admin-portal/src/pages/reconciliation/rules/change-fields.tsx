import type { BankLineRow } from '@louting/server/contract/reconciliation-api';
import type { ChangeKind, ChangeOf } from '@louting/server/contract/reconciliation-changes-api';
import { Form, Input, InputNumber, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** As people type them: percent and yuan. */
export interface ChangeValues {
  readonly channel?: string;
  readonly name?: string;
  readonly percent?: number;
  readonly toleranceYuan?: number;
  readonly feeYuan?: number;
  readonly class?: string;
  readonly accountCode?: string;
  readonly bank?: string;
  readonly accountNumber?: string;
}

export function valuesToChange(kind: ChangeKind, values: ChangeValues): object {
  const { percent, toleranceYuan, feeYuan, accountNumber, ...rest } = values;
  const inFen = (amount: number | undefined) => Math.round((amount ?? 0) * 100);
  return {
    ...rest,
    ...(kind === 'channel-fee-rule' && {
      rateMillionths: Math.round((percent ?? 0) * 10_000),
      toleranceFen: inFen(toleranceYuan),
    }),
    ...(kind === 'bank-fee-rule' && { feeFen: inFen(feeYuan) }),
    ...(accountNumber !== undefined && { accountNumber: accountNumber.replaceAll(/\s/g, '') }),
  };
}

const CHANNELS = ['wechat-pay', 'alipay', 'unionpay', 'pos'] as const;
const POSTED_BY_RULE = [
  'supplier',
  'other-out',
  'other-in',
  'internal',
  'fee',
  'interest',
] as const satisfies readonly ChangeOf<'posting-rule'>['class'][];
const CLASSES = [
  'owner-transfer',
  'refund-out',
  'refund-returned',
  'channel-settlement',
  'cash-deposit',
  ...POSTED_BY_RULE,
] as const satisfies readonly BankLineRow['class'][];
const ACCOUNTS = [
  '2202',
  '6602',
  '6603',
  '1012.own',
  '1221',
  '6051',
  '6301',
  '6711',
] as const satisfies readonly ChangeOf<'posting-rule'>['accountCode'][];

/** What is asked of each kind of change beside its day and reason. */
export function ChangeFields({ kind }: { kind: ChangeKind }): ReactElement | undefined {
  const { t } = useTranslation();
  const rules = [{ required: true, message: t('login.required') }];
  const name = (
    <Form.Item name="name" label={t('rules.name')} rules={rules}>
      <Input maxLength={40} />
    </Form.Item>
  );
  switch (kind) {
    case 'channel-fee-rule':
      return (
        <>
          <Form.Item name="channel" label={t('run.channel')} rules={rules}>
            <Select options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))} />
          </Form.Item>
          {name}
          <Form.Item name="percent" label={t('rules.percent')} rules={rules}>
            <InputNumber min={0} max={10} step={0.01} precision={4} suffix="%" />
          </Form.Item>
          <Form.Item name="toleranceYuan" label={t('rules.tolerance')} initialValue={0.01} rules={rules}>
            <InputNumber min={0} max={10} step={0.01} precision={2} prefix="¥" />
          </Form.Item>
        </>
      );
    case 'bank-fee-rule':
      return (
        <>
          {name}
          <Form.Item name="feeYuan" label={t('rules.fee')} rules={rules} extra={t('rules.feeHint')}>
            <InputNumber min={0} max={1_000} step={0.5} precision={2} prefix="¥" />
          </Form.Item>
        </>
      );
    case 'posting-rule':
      return (
        <>
          <Form.Item name="class" label={t('rules.class')} rules={rules}>
            <Select options={POSTED_BY_RULE.map((value) => ({ value, label: t(`bank.class.${value}`) }))} />
          </Form.Item>
          <Form.Item name="accountCode" label={t('rules.account')} rules={rules}>
            <Select options={ACCOUNTS.map((value) => ({ value, label: `${value} ${t(`rules.subject.${value}`)}` }))} />
          </Form.Item>
        </>
      );
    case 'bank-account':
      return (
        <>
          <Form.Item name="bank" label={t('rules.bank')} rules={rules}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item name="accountNumber" label={t('rules.accountNumber')} rules={rules}>
            <Input maxLength={40} inputMode="numeric" autoComplete="off" />
          </Form.Item>
          {name}
        </>
      );
    case 'line-class':
      return (
        <Form.Item name="class" label={t('rules.class')} rules={rules}>
          <Select options={CLASSES.map((value) => ({ value, label: t(`bank.class.${value}`) }))} />
        </Form.Item>
      );
    default:
      return undefined;
  }
}
