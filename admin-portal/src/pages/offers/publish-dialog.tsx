import { businessDate } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { usePublishOffer } from './offer-queries.ts';

interface Values {
  readonly communityId: string;
  readonly kind: 'deposit' | 'activity';
  readonly nameZh: string;
  readonly nameEn: string;
  readonly yuan: number;
  readonly from: Dayjs;
  readonly to?: Dayjs | null;
}

/** What owners will read and pay at the kiosk. */
export function PublishDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const chosen = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const [offerId] = useState(newId);
  const publish = usePublishOffer();
  const required = [{ required: true, message: t('login.required') }];

  const send = ({ yuan, from, to, ...values }: Values) =>
    publish.mutate(
      {
        ...values,
        offerId,
        priceFen: Math.round(yuan * 100),
        from: from.format('YYYY-MM-DD'),
        ...(to ? { to: to.format('YYYY-MM-DD') } : {}),
      },
      { onSuccess: onClose },
    );

  return (
    <FormDialog
      title={t('offers.publish')}
      okText={t('offers.publish')}
      form={form}
      saving={publish}
      onClose={onClose}
      initialValues={{ communityId: chosen, kind: 'activity', from: dayjs(businessDate(Date.now())) }}
      onFinish={send}
    >
      <CommunityField />
      <Form.Item name="kind" label={t('offers.kind')} rules={required}>
        <Radio.Group
          options={(['activity', 'deposit'] as const).map((kind) => ({
            value: kind,
            label: t(`offers.kind.${kind}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="nameZh" label={t('offers.nameZh')} rules={[...required, { min: 2, max: 20 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="nameEn" label={t('offers.nameEn')} rules={[...required, { min: 2, max: 40 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="yuan" label={t('cash.amountYuan')} rules={required}>
        <InputNumber min={0.01} max={100_000} precision={2} prefix="¥" />
      </Form.Item>
      <Form.Item name="from" label={t('offers.from')} rules={required}>
        <DatePicker />
      </Form.Item>
      <Form.Item name="to" label={t('offers.to')} extra={t('offers.toHint')}>
        <DatePicker />
      </Form.Item>
    </FormDialog>
  );
}
