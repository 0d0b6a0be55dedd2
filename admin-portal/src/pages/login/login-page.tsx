import { LockOutlined, UserOutlined } from '@ant-design/icons';
import type { Staff } from '@louting/server/contract/admin-api';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Segmented } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { post, rememberCsrfToken } from '../../api/client.ts';
import { STAFF_KEY } from '../../api/queries.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { currentLanguage, switchLanguage, type Language } from '../../words/i18n.ts';

interface Credentials {
  userName: string;
  password: string;
}

export function LoginPage(): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);

  const logIn = async (credentials: Credentials) => {
    setBusy(true);
    try {
      const staff = await post<Staff>('/admin/v1/login', credentials);
      queries.setQueryData(STAFF_KEY, rememberCsrfToken(staff));
    } catch (error) {
      setRefusal(failureCode(error));
      setBusy(false);
    }
  };

  return (
    <main className="login">
      <section className="login-box">
        <header>
          <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" width={44} height={44} />
          <h1>{t('product.name')}</h1>
          <p>{t('product.tagline')}</p>
        </header>
        {refusal && (
          <Alert
            type="error"
            showIcon
            title={t(`login.refused.${refusal}`, { defaultValue: words(refusal) })}
            role="alert"
          />
        )}
        <Form<Credentials> layout="vertical" requiredMark={false} onFinish={(values) => void logIn(values)}>
          <Form.Item
            name="userName"
            label={t('login.userName')}
            rules={[{ required: true, message: t('login.required') }]}
          >
            <Input size="large" prefix={<UserOutlined />} autoComplete="username" autoFocus maxLength={64} />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('login.password')}
            rules={[{ required: true, message: t('login.required') }]}
          >
            <Input.Password size="large" prefix={<LockOutlined />} autoComplete="current-password" maxLength={256} />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={busy}>
            {t('action.logIn')}
          </Button>
        </Form>
        <footer>
          <span>{t('login.notice')}</span>
          <Segmented<Language>
            size="small"
            aria-label={t('frame.language')}
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'EN' },
            ]}
            value={currentLanguage()}
            onChange={(language) => void switchLanguage(language)}
          />
        </footer>
      </section>
    </main>
  );
}
