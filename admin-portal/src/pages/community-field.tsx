import { Form, Select } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoggedInStaff } from '../session/staff-context.ts';
import { useLocalised } from '../words/localised.ts';

/** The community a form is about, as `communityId`; not shown to who works for one alone. */
export function CommunityField({ onChange }: { onChange?: () => void }): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { communities } = useLoggedInStaff();
  return (
    <Form.Item
      name="communityId"
      label={t('payment.community')}
      rules={[{ required: true, message: t('login.required') }]}
      hidden={communities.length === 1}
    >
      <Select
        options={communities.map((one) => ({ value: one.communityId, label: localised(one.name) }))}
        {...(onChange && { onChange: () => onChange() })}
      />
    </Form.Item>
  );
}
