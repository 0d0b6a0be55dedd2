import { newId } from '@louting/common/ids';
import type { ParkingStay } from '@louting/server/contract/parking-stays-admin-api';
import { Alert, Form, Input, Modal } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLetOut } from './stay-queries.ts';

/** The barrier goes up without payment: somebody has to say why. */
export function LetOutDialog({ stay, onClose }: { stay: ParkingStay; onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const [form] = Form.useForm<{ reason: string }>();
  const [commandId] = useState(newId);
  const letOut = useLetOut();
  return (
    <Modal
      open
      title={t('stays.letOutOf', { plate: stay.plateMasked })}
      okText={t('stays.letOut')}
      confirmLoading={letOut.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p>{t('stays.letOutHint')}</p>
      <Form
        form={form}
        layout="vertical"
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
        {letOut.isError && <Alert type="error" showIcon title={words(failureCode(letOut.error))} />}
      </Form>
    </Modal>
  );
}
