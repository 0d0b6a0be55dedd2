import { businessTime } from '@louting/common/clock';
import type { Fen } from '@louting/common/money';
import type { Difference } from '@louting/server/contract/reconciliation-api';
import { Button, Tag, Tooltip, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import type { Settling } from './settle-dialog.tsx';

const STATE_COLOURS: Readonly<Record<Difference['state'], string>> = {
  OPEN: 'warning',
  ESCALATED: 'error',
  AUTO_RESOLVED: 'success',
  CLOSED: 'default',
};

export function useDifferenceColumns(
  onSettle: (settling: Settling) => void,
): NonNullable<TableProps<Difference>['columns']> {
  const { t } = useTranslation();
  return [
    {
      key: 'day',
      title: t('difference.day'),
      width: 120,
      render: (_, row) => (
        <div className="two-lines">
          <span className="digits">{row.businessDate}</span>
          <span className="quiet">{t(`channel.${row.channel}`)}</span>
        </div>
      ),
    },
    {
      key: 'kind',
      title: t('difference.kind'),
      width: 130,
      render: (_, row) => (
        <Tooltip title={t(`difference.means.${row.kind}`)}>
          <Tag color={STATE_COLOURS[row.state]}>{t(`difference.kind.${row.kind}`)}</Tag>
        </Tooltip>
      ),
    },
    { title: t('difference.channelAmount'), width: 120, align: 'right', render: (_, row) => maybe(row.channelFen) },
    { title: t('difference.localAmount'), width: 120, align: 'right', render: (_, row) => maybe(row.localFen) },
    {
      key: 'subject',
      title: t('difference.subject'),
      render: (_, row) => (
        <div className="two-lines">
          {row.orderReference === undefined ? undefined : (
            <Link to={`/payments?search=${encodeURIComponent(row.orderReference)}`}>{row.orderReference}</Link>
          )}
          <span className="digits recon-raw">{row.transactionId}</span>
          {row.fileLine !== undefined && (
            <span className="quiet">{t('difference.fileLine', { line: row.fileLine })}</span>
          )}
        </div>
      ),
    },
    { key: 'story', title: t('difference.story'), width: 250, render: (_, row) => <Story difference={row} /> },
    {
      key: 'actions',
      width: 190,
      render: (_, row) => <Actions difference={row} onSettle={onSettle} />,
    },
  ];
}

function maybe(amount: Fen | undefined): ReactElement {
  return amount === undefined ? <span className="quiet">–</span> : <Money amount={amount} />;
}

/** Who has it in hand, or how it ended. */
function Story({ difference }: { difference: Difference }): ReactElement {
  const { t } = useTranslation();
  const { state, ownerName, reason, settledAt, settledByName, kind, detail } = difference;
  const facts = t(`difference.detail.${detail.code}`, { value: detail.value, defaultValue: '' });
  const words = reason === '' ? '' : t(`difference.reason.${reason}`, { defaultValue: reason });
  return (
    <div className="two-lines">
      <span>
        {t(`difference.state.${state}`)}
        {ownerName !== undefined && state !== 'CLOSED' && (
          <span className="quiet"> · {t('difference.with', { name: ownerName })}</span>
        )}
      </span>
      <span>{words === '' ? <span className="quiet">{t(`difference.means.${kind}`)}</span> : words}</span>
      {facts !== '' && <span className="quiet recon-raw">{facts}</span>}
      {settledAt !== undefined && (
        <span className="quiet">
          {state === 'AUTO_RESOLVED' ? t('refund.system') : settledByName} {businessTime(settledAt)}
        </span>
      )}
    </div>
  );
}

function Actions({
  difference,
  onSettle,
}: {
  difference: Difference;
  onSettle: (settling: Settling) => void;
}): ReactElement | undefined {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const { state } = difference;
  if (!permissions.includes('reconciliation.manage') || (state !== 'OPEN' && state !== 'ESCALATED')) return undefined;
  const actions = state === 'OPEN' ? (['take', 'close', 'escalate'] as const) : (['close'] as const);
  return (
    <span className="recon-buttons">
      {actions
        .filter((action) => action !== 'take' || difference.ownerName === undefined)
        .map((action) => (
          <Button key={action} size="small" onClick={() => onSettle({ difference, action })}>
            {t(`difference.action.${action}`)}
          </Button>
        ))}
    </span>
  );
}
