import { businessDate } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useParkingPrices, useSetPrice } from './price-queries.ts';

interface Values {
  readonly communityId: string;
  readonly tariffId: string;
  readonly nameZh?: string;
  readonly nameEn?: string;
  readonly from: Dayjs;
  readonly yuan: number;
  readonly taxPercent: number;
  readonly basis?: string;
}

const USUAL_TAX_PERCENT = 9;

/** What a month of a kind of space costs from a day to come; leases that are made keep their price. */
export function PriceDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { communities } = useLoggedInStaff();
  const chosen = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const communityId = Form.useWatch('communityId', form) ?? chosen;
  const tariffId = Form.useWatch('tariffId', form);
  const [versionId] = useState(newId);
  const [newKind] = useState(newId);
  const prices = useParkingPrices(communityId);
  const set = useSetPrice();
  const required = { required: true, message: t('login.required') };
  const today = dayjs(businessDate(Date.now()));
  const kinds = new Map((prices.data?.rows ?? []).map((row) => [row.tariffId, row.kind]));

  const send = ({ nameZh = '', nameEn = '', from, yuan, taxPercent, basis, ...values }: Values) =>
    set.mutate(
      {
        ...values,
        ...(values.tariffId === newKind && { kind: { nameZh, nameEn } }),
        ...(basis && { basis }),
        versionId,
        from: from.format('YYYY-MM-DD'),
        monthlyFen: Math.round(yuan * 100),
        taxRate: Math.round(taxPercent * 100),
      },
      { onSuccess: onClose },
    );

  return (
    <FormDialog
      title={t('prices.set')}
      okText={t('prices.save')}
      hint={t('prices.setHint')}
      form={form}
      saving={set}
      onClose={onClose}
      initialValues={{
        communityId: chosen,
        from: today.add(1, 'month').date(1),
        taxPercent: USUAL_TAX_PERCENT,
      }}
      onFinish={send}
    >
      <CommunityField onChange={() => form.resetFields(['tariffId'])} />
      <Form.Item name="tariffId" label={t('prices.kind')} rules={[required]}>
        <Select
          loading={prices.isFetching}
          options={[
            ...Array.from(kinds, ([value, name]) => ({ value, label: localised(name) })),
            { value: newKind, label: t('prices.newKind') },
          ]}
        />
      </Form.Item>
      {tariffId === newKind && (
        <div className="side-by-side">
          <Form.Item name="nameZh" label={t('prices.nameZh')} rules={[required, { whitespace: true, min: 2, max: 20 }]}>
            <Input placeholder="地下车位" />
          </Form.Item>
          <Form.Item name="nameEn" label={t('prices.nameEn')} rules={[required, { whitespace: true, min: 2, max: 40 }]}>
            <Input placeholder="Underground space" />
          </Form.Item>
        </div>
      )}
      <Form.Item name="from" label={t('stays.from')} rules={[required]} extra={t('prices.fromHint')}>
        <DatePicker allowClear={false} disabledDate={(day) => day.isBefore(today, 'day')} />
      </Form.Item>
      <div className="side-by-side">
        <Form.Item name="yuan" label={t('prices.monthly')} rules={[required]}>
          <InputNumber min={0.01} max={100_000} precision={2} prefix="¥" />
        </Form.Item>
        <Form.Item name="taxPercent" label={t('stays.tariff.taxPercent')} rules={[required]}>
          <InputNumber min={0} max={20} precision={2} suffix="%" />
        </Form.Item>
      </div>
      <Form.Item name="basis" label={t('prices.basis')} rules={[{ min: 2, max: 60 }]} extra={t('prices.basisHint')}>
        <Input />
      </Form.Item>
    </FormDialog>
  );
}
