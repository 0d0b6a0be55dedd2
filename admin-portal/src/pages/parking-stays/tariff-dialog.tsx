import { businessDate } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { DatePicker, Form, InputNumber } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useSetTariff } from './stay-queries.ts';

interface Values {
  readonly communityId: string;
  readonly from: Dayjs;
  readonly freeMinutes: number;
  readonly firstMinutes: number;
  readonly firstYuan: number;
  readonly blockMinutes: number;
  readonly blockYuan: number;
  readonly capYuan: number;
  readonly graceMinutes: number;
  readonly taxPercent: number;
}

const USUAL = {
  freeMinutes: 30,
  firstMinutes: 60,
  firstYuan: 5,
  blockMinutes: 60,
  blockYuan: 2,
  capYuan: 20,
  graceMinutes: 15,
  taxPercent: 9,
};
const MINUTES = ['freeMinutes', 'firstMinutes', 'blockMinutes', 'graceMinutes'] as const;
const YUAN = ['firstYuan', 'blockYuan', 'capYuan'] as const;
const fen = (yuan: number) => Math.round(yuan * 100);

/** What parking costs from a day to come; cars that are here keep what they came in with. */
export function TariffDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const communityId = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const [tariffId] = useState(newId);
  const set = useSetTariff();
  const rules = [{ required: true, message: t('login.required') }];
  const today = dayjs(businessDate(Date.now()));

  const send = ({ from, firstYuan, blockYuan, capYuan, taxPercent, ...values }: Values) =>
    set.mutate(
      {
        ...values,
        tariffId,
        from: from.format('YYYY-MM-DD'),
        firstFen: fen(firstYuan),
        blockFen: fen(blockYuan),
        capFen: fen(capYuan),
        taxRate: Math.round(taxPercent * 100),
      },
      { onSuccess: onClose },
    );

  return (
    <FormDialog
      title={t('stays.setTariff')}
      okText={t('stays.setTariff')}
      hint={t('stays.tariffHint')}
      form={form}
      saving={set}
      onClose={onClose}
      initialValues={{ ...USUAL, communityId, from: today.add(1, 'day') }}
      onFinish={send}
    >
      <CommunityField />
      <Form.Item name="from" label={t('stays.from')} rules={rules}>
        <DatePicker disabledDate={(day) => day.isBefore(today, 'day')} />
      </Form.Item>
      {MINUTES.map((name) => (
        <Form.Item key={name} name={name} label={t(`stays.tariff.${name}`)} rules={rules}>
          <InputNumber min={name === 'blockMinutes' || name === 'graceMinutes' ? 1 : 0} max={1_440} precision={0} />
        </Form.Item>
      ))}
      {YUAN.map((name) => (
        <Form.Item key={name} name={name} label={t(`stays.tariff.${name}`)} rules={rules}>
          <InputNumber min={0} max={10_000} precision={2} prefix="¥" />
        </Form.Item>
      ))}
      <Form.Item name="taxPercent" label={t('stays.tariff.taxPercent')} rules={rules}>
        <InputNumber min={0} max={20} precision={2} suffix="%" />
      </Form.Item>
    </FormDialog>
  );
}
