import { App, Alert, Form, Input, Modal } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { post, RequestFailure } from '../api/client.ts';
import { failureCode, useFailureWords } from '../words/failure-words.ts';

interface Passwords {
  currentPassword: string;
  newPassword: string;
  again: string;
}

const WRONG_PASSWORD = 'LT-6001';

export function PasswordDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { message: toast } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const required = { required: true, message: t('login.required') };

  const change = async ({ currentPassword, newPassword }: Passwords) => {
    setBusy(true);
    try {
      await post('/admin/v1/password', { currentPassword, newPassword });
      toast.success(t('password.changed'));
      onClose();
    } catch (error) {
      const code = failureCode(error);
      const weakness = error instanceof RequestFailure ? error.detail : undefined;
      const otherwise = code === WRONG_PASSWORD ? t('password.wrong') : words(code);
      setRefusal(weakness ? t(`password.weak.${weakness}`, { defaultValue: otherwise }) : otherwise);
      setBusy(false);
    }
  };

  return (
    <Modal
      open
      title={t('password.change')}
      okText={t('password.change')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="quiet">{t('password.rules')}</p>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void change(values)}>
          <Form.Item name="currentPassword" label={t('password.current')} rules={[required]}>
            <Input.Password autoComplete="current-password" maxLength={256} autoFocus />
          </Form.Item>
          <Form.Item name="newPassword" label={t('password.new')} rules={[required]}>
            <Input.Password autoComplete="new-password" maxLength={256} />
          </Form.Item>
          <Form.Item
            name="again"
            label={t('password.again')}
            dependencies={['newPassword']}
            rules={[
              required,
              ({ getFieldValue }) => ({
                validator: (_rule, value?: string) =>
                  !value || value === getFieldValue('newPassword')
                    ? Promise.resolve()
                    : Promise.reject(new Error(t('password.differs'))),
              }),
            ]}
          >
            <Input.Password autoComplete="new-password" maxLength={256} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}
