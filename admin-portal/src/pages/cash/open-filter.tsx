import { Segmented } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

interface OpenFilterProps {
  readonly open: string | undefined;
  readonly words: { readonly open: string; readonly done: string };
  readonly onChange: (change: { readonly open: string | undefined }) => void;
}

/** All of a list, what is still open of it, or what is done. */
export function OpenFilter({ open, words, onChange }: OpenFilterProps): ReactElement {
  const { t } = useTranslation();
  return (
    <div className="filters">
      <Segmented
        aria-label={t('kiosks.state')}
        value={open ?? 'all'}
        onChange={(chosen) => onChange({ open: chosen === 'all' ? undefined : chosen })}
        options={[
          { value: 'all', label: t('kiosks.all') },
          { value: 'true', label: words.open },
          { value: 'false', label: words.done },
        ]}
      />
    </div>
  );
}
