import { Button, Result, Spin } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';
import { failureCode, useFailureWords } from '../words/failure-words.ts';

export function PageLoading(): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="page-loading" role="status" aria-label={t('state.loading')}>
      <Spin size="large" />
    </div>
  );
}

export function FailedToLoad({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const code = failureCode(error);
  return (
    <Result
      status="warning"
      title={t('state.failed')}
      subTitle={words(code) === code ? code : `${words(code)} (${code})`}
      extra={
        <Button type="primary" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      }
    />
  );
}

export function PageMissing(): ReactElement {
  const { t } = useTranslation();
  return <Result status="404" title={t('state.missing')} extra={<Link to="/">{t('action.home')}</Link>} />;
}

export function PageCrashed(): ReactElement {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <Result
      status="error"
      title={t('state.crashed')}
      subTitle={error instanceof Error ? error.message : undefined}
      extra={<Button onClick={() => location.reload()}>{t('action.reload')}</Button>}
    />
  );
}

export function Refused(): ReactElement {
  const { t } = useTranslation();
  return <Result status="403" title={t('state.refused')} subTitle={t('state.refused.hint')} />;
}
