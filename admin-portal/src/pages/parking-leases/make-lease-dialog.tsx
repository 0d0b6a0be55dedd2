import { businessDate } from '@louting/common/clock';
import { newId } from '@louting/common/ids';
import { barePlate, bareSpace, LATEST_FIRST_DAY, PLATE, SPACE } from '@louting/server/contract/parking-lease-limits';
import { DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { RoomChoice } from '../room-choice.tsx';
import { LeaseFields } from './lease-fields.tsx';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useMakeLease } from './lease-queries.ts';

interface Values {
  readonly communityId: string;
  readonly roomId: string;
  readonly space: string;
  readonly plate: string;
  readonly from: Dayjs;
  readonly months: number;
  readonly tariffId: string;
}

/** A space for a home, from a day on. */
export function MakeLeaseDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const chosen = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const communityId = Form.useWatch('communityId', form) ?? chosen;
  const from = Form.useWatch('from', form);
  const [leaseId] = useState(newId);
  const make = useMakeLease();
  const required = { required: true, message: t('login.required') };

  const send = ({ roomId, space, plate, from, months, tariffId }: Values) =>
    make.mutate(
      { leaseId, roomId, space, plate, from: from.format('YYYY-MM-DD'), months, tariffId },
      { onSuccess: onClose },
    );

  return (
    <FormDialog
      title={t('leases.make')}
      okText={t('leases.save')}
      form={form}
      saving={make}
      onClose={onClose}
      initialValues={{ communityId: chosen, months: 12, from: dayjs(firstOfNextMonth()) }}
      onFinish={send}
    >
      <CommunityField onChange={() => form.resetFields(['roomId', 'tariffId'])} />
      <Form.Item name="roomId" label={t('payments.room')} rules={[required]}>
        <RoomChoice communityId={communityId} />
      </Form.Item>
      <Form.Item
        name="space"
        label={t('leases.space')}
        rules={[required, { pattern: SPACE, transform: bareSpace, message: t('leases.spaceWrong') }]}
      >
        <Input maxLength={20} placeholder="B1-086" />
      </Form.Item>
      <Form.Item
        name="plate"
        label={t('leases.plate')}
        rules={[required, { pattern: PLATE, transform: barePlate, message: t('leases.plateWrong') }]}
      >
        <Input maxLength={20} placeholder="浙A12345" />
      </Form.Item>
      <Form.Item name="from" label={t('leases.from')} rules={[required]} extra={t('leases.fromHint')}>
        <DatePicker allowClear={false} disabledDate={(day) => day.date() > LATEST_FIRST_DAY} />
      </Form.Item>
      <LeaseFields communityId={communityId} from={from?.format('YYYY-MM-DD')} />
    </FormDialog>
  );
}

function firstOfNextMonth(): string {
  return dayjs(businessDate(Date.now())).add(1, 'month').date(1).format('YYYY-MM-DD');
}
