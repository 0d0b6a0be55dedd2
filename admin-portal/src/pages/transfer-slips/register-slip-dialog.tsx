import { businessDate } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { Checkbox, DatePicker, Form, Input, InputNumber } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { FilePick } from '../reconciliation/file-pick.tsx';
import { RoomChoice } from '../room-choice.tsx';
import { useRegisterSlip } from './transfer-slip-queries.ts';

interface Values {
  readonly communityId: string;
  readonly roomId: string;
  readonly yuan: number;
  readonly day: Dayjs;
  readonly payerName: string;
  readonly serial?: string;
  readonly restToPrepayment?: boolean;
  readonly note?: string;
}

/** What an owner brought: the picture of a bank transfer, and what stands on it. */
export function RegisterSlipDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const chosen = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const communityId = Form.useWatch('communityId', form) ?? chosen;
  const [picture, setPicture] = useState<File | undefined>(undefined);
  const [slipId] = useState(newId);
  const register = useRegisterSlip();
  const required = [{ required: true, message: t('login.required') }];

  const send = (values: Values) => {
    if (!picture) return;
    const body = new FormData();
    const fields = {
      slipId,
      communityId: values.communityId,
      roomId: values.roomId,
      amountFen: String(Math.round(values.yuan * 100)),
      sentOn: values.day.format('YYYY-MM-DD'),
      payerName: values.payerName,
      serial: values.serial ?? '',
      restToPrepayment: String(values.restToPrepayment ?? false),
      note: values.note ?? '',
    };
    // The server reads the fields before the picture.
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    body.append('file', picture);
    register.mutate(body, { onSuccess: onClose });
  };

  return (
    <FormDialog
      title={t('slips.register')}
      okText={t('slips.save')}
      form={form}
      saving={register}
      notReady={!picture}
      leavable
      onClose={onClose}
      initialValues={{ communityId: chosen, day: dayjs(businessDate(Date.now())) }}
      onFinish={send}
    >
      <Form.Item label={t('slips.picture')}>
        <FilePick file={picture} onPick={setPicture} hint={t('slips.pictureHint')} accept="image/jpeg,image/png" />
      </Form.Item>
      <CommunityField onChange={() => form.resetFields(['roomId'])} />
      <Form.Item name="roomId" label={t('payments.room')} rules={required}>
        <RoomChoice communityId={communityId} />
      </Form.Item>
      <Form.Item name="yuan" label={t('cash.amountYuan')} rules={required}>
        <InputNumber min={0.01} max={10_000_000} precision={2} prefix="¥" />
      </Form.Item>
      <Form.Item name="day" label={t('slips.sentOn')} rules={required}>
        <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') > businessDate(Date.now())} />
      </Form.Item>
      <Form.Item name="payerName" label={t('slips.payer')} rules={required} extra={t('slips.payerHint')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="serial" label={t('slips.serial')}>
        <Input maxLength={64} />
      </Form.Item>
      <Form.Item name="restToPrepayment" valuePropName="checked">
        <Checkbox>{t('slips.rest')}</Checkbox>
      </Form.Item>
      <Form.Item name="note" label={t('bank.note')}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}
