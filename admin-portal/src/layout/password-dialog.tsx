import { useMutation } from '@tanstack/react-query';
import { App, Form, Input } from 'antd';
import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { post, RequestFailure } from '../api/client.ts';
import { FormDialog } from '../pages/form-dialog.tsx';

interface Passwords {
  currentPassword: string;
  newPassword: string;
  again: string;
}

const WRONG_PASSWORD = 'LT-6001';
const WEAKNESSES = ['too-short', 'too-long', 'contains-user-name', 'too-few-different', 'common'] as const;

export function PasswordDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation();
  const { message: toast } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const required = { required: true, message: t('login.required') };
  const change = useMutation({
    mutationFn: ({ currentPassword, newPassword }: Passwords) =>
      post('/admin/v1/password', { currentPassword, newPassword }),
  });
  const wrong = wrongField(change.error, t);
  const send = (values: Passwords) =>
    change.mutate(values, {
      onSuccess: () => {
        void toast.success(t('password.changed'));
        onClose();
      },
      onError: (error) => {
        const field = wrongField(error, t);
        if (field) form.setFields([{ name: field.name, errors: [field.words] }]);
      },
    });

  return (
    <FormDialog
      title={t('password.change')}
      okText={t('password.change')}
      hint={t('password.rules')}
      form={form}
      saving={{ ...change, isError: change.isError && !wrong }}
      onClose={onClose}
      onFinish={send}
    >
      <Form.Item name="currentPassword" label={t('password.current')} rules={[required]}>
        <Input.Password autoComplete="current-password" maxLength={256} />
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
    </FormDialog>
  );
}

/** Which of the two is to be typed otherwise, and why; undefined when the refusal has another reason. */
function wrongField(
  error: unknown,
  t: TFunction,
): { readonly name: keyof Passwords; readonly words: string } | undefined {
  if (!(error instanceof RequestFailure)) return undefined;
  if (error.code === WRONG_PASSWORD) return { name: 'currentPassword', words: t('password.wrong') };
  const weakness = WEAKNESSES.find((one) => one === error.detail);
  return weakness && { name: 'newPassword', words: t(`password.weak.${weakness}`) };
}
