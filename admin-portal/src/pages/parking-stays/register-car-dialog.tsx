import { newId } from '@louting/common/ids';
import { barePlate, PLATE } from '@louting/server/contract/parking-lease-limits';
import { Form, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { RoomChoice } from '../room-choice.tsx';
import { CommunityField } from '../community-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useRegisterCar } from './stay-queries.ts';

interface Values {
  readonly communityId: string;
  readonly roomId: string;
  readonly plate: string;
}

/** A car of a home. That its prepayment pays by itself the home agrees to elsewhere. */
export function RegisterCarDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { communities } = useLoggedInStaff();
  const chosen = useCommunity().communityId ?? communities[0]?.communityId;
  const [form] = Form.useForm<Values>();
  const communityId = Form.useWatch('communityId', form) ?? chosen;
  const [carId] = useState(newId);
  const register = useRegisterCar();
  const required = { required: true, message: t('login.required') };
  return (
    <FormDialog
      title={t('stays.registerCar')}
      okText={t('stays.registerCar')}
      form={form}
      saving={register}
      onClose={onClose}
      initialValues={{ communityId: chosen }}
      onFinish={(values) => register.mutate({ ...values, carId }, { onSuccess: onClose })}
    >
      <CommunityField />
      <Form.Item name="roomId" label={t('rooms.room')} rules={[required]}>
        <RoomChoice communityId={communityId} />
      </Form.Item>
      <Form.Item
        name="plate"
        label={t('leases.plate')}
        rules={[required, { pattern: PLATE, transform: barePlate, message: t('leases.plateWrong') }]}
      >
        <Input maxLength={20} placeholder="浙A12345" />
      </Form.Item>
    </FormDialog>
  );
}
