import { businessDate } from '@louting/common/clock';
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** `YYYY-MM` */
export function thisMonth(): string {
  return businessDate(Date.now()).slice(0, 7);
}

export function MonthChoice({ month, onChange }: { month: string; onChange: (month: string) => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <DatePicker
      picker="month"
      allowClear={false}
      aria-label={t('books.month')}
      value={dayjs(`${month}-01`)}
      maxDate={dayjs(`${thisMonth()}-01`).endOf('month')}
      onChange={(day) => {
        const chosen = day?.format('YYYY-MM');
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
