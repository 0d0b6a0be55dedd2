import { newId } from '@louting/common/ids';
import type { ParkingStay } from '@louting/server/contract/parking-stays-admin-api';
import { Form, Input } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../form-dialog.tsx';
import { useLetOut } from './stay-queries.ts';

/** The barrier goes up without payment: somebody has to say why. */
export function LetOutDialog({ stay, onClose }: { stay: ParkingStay; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const [commandId] = useState(newId);
  const letOut = useLetOut();
  return (
    <FormDialog
      title={t('stays.letOutOf', { plate: stay.plateMasked })}
      okText={t('stays.letOut')}
      hint={t('stays.letOutHint')}
      form={form}
      saving={letOut}
      onClose={onClose}
      onFinish={({ reason }) => letOut.mutate({ stayId: stay.stayId, commandId, reason }, { onSuccess: onClose })}
    >
      <Form.Item
        name="reason"
        label={t('stays.reason')}
        rules={[
          { required: true, message: t('login.required') },
          { min: 2, max: 60 },
        ]}
      >
        <Input maxLength={60} />
      </Form.Item>
    </FormDialog>
  );
}
