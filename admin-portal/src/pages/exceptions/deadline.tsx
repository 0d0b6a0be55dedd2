import type { ExceptionRow } from '@louting/server/contract/exceptions-api';
import { businessTime } from '@louting/common/clock';
import { Progress, Tag, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

const MINUTE = 60_000;

export function ExceptionStateTag({ state }: { state: ExceptionRow['state'] }): ReactElement {
  const { t } = useTranslation();
  const colour = { OPEN: 'warning', ESCALATED: 'error', RESOLVED: 'success' }[state];
  return <Tag color={colour}>{t(`exception.state.${state}`)}</Tag>;
}

/** How old a case is. */
export function Age({ since }: { since: number }): ReactElement {
  const span = useSpan();
  return (
    <Tooltip title={businessTime(since)}>
      <span className="digits">{span(Date.now() - since)}</span>
    </Tooltip>
  );
}

/** How much of the time for a case is used up, and what is left of it. */
export function Deadline({ row }: { row: ExceptionRow }): ReactElement {
  const { t } = useTranslation();
  const span = useSpan();
  if (row.resolvedAt !== undefined) return <span className="quiet digits">{businessTime(row.resolvedAt)}</span>;
  const left = row.deadlineAt - Date.now();
  const whole = Math.max(1, row.deadlineAt - row.raisedAt);
  const used = Math.min(100, Math.max(0, Math.round((1 - left / whole) * 100)));
  const words = left > 0 ? t('exceptions.left', { span: span(left) }) : t('exceptions.late', { span: span(-left) });
  return (
    <Tooltip title={businessTime(row.deadlineAt)}>
      <div>
        <span className={left > 0 ? 'digits' : 'digits money-owed'}>{words}</span>
        <Progress
          percent={used}
          size="small"
          showInfo={false}
          aria-label={words}
          status={left > 0 ? 'normal' : 'exception'}
        />
      </div>
    </Tooltip>
  );
}

function useSpan(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => {
    const minutes = Math.max(0, Math.floor(ms / MINUTE));
    if (minutes < 60) return t('span.minutes', { minutes });
    if (minutes < 48 * 60) return t('span.hours', { hours: Math.floor(minutes / 60) });
    return t('span.days', { days: Math.floor(minutes / 1440) });
  };
}
