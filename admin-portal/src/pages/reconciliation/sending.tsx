import { Progress } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** Sent first, then read to the end: two steps, of which only the first can be measured. */
export function Sending({ share }: { share: number }): ReactElement {
  const { t } = useTranslation();
  const percent = Math.round(share * 100);
  return (
    <div role="status">
      <Progress percent={percent} status="active" aria-label={t('file.sending')} />
      <span className="quiet">{percent < 100 ? t('file.sending') : t('file.reading')}</span>
    </div>
  );
}
