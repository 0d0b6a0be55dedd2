import { businessTime } from '@louting/common/clock';
import type { TransferSlip, TransferSlipState } from '@louting/server/contract/transfer-slips-api';
import { Alert, Button, Drawer, Popconfirm, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { PageHeading } from '../page-heading.tsx';
import { RowsTable } from '../rows-table.tsx';
import { useFilter } from '../use-filter.ts';
import { RegisterSlipDialog } from './register-slip-dialog.tsx';
import { SlipPicture } from './slip-picture.tsx';
import { useTransferSlips, useWithdrawSlip } from './transfer-slip-queries.ts';

const COLOURS: Readonly<Record<TransferSlipState, string>> = {
  WAITING: 'warning',
  PROPOSED: 'processing',
  BOOKED: 'success',
  REFUSED: 'error',
  WITHDRAWN: 'default',
};

/** Transfers that owners have shown at the desk, until the bank has shown them too and a second person agrees. */
export function TransferSlipsPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const { page, change } = useFilter([]);
  const [registering, setRegistering] = useState(false);
  const [openId, setOpenId] = useState<string | undefined>(undefined);
  const slips = useTransferSlips({ communityId, ...page });
  const mayRegister = permissions.includes('transfer-slips.register');
  const open = slips.data?.rows.find((slip) => slip.slipId === openId);

  const columns: NonNullable<TableProps<TransferSlip>['columns']> = [
    { title: t('slips.sentOn'), width: 120, render: (_, slip) => <span className="digits">{slip.sentOn}</span> },
    { title: t('payments.room'), width: 180, render: (_, slip) => slip.roomLabel },
    { title: t('slips.payer'), width: 120, render: (_, slip) => slip.payerMasked },
    { title: t('receipts.total'), width: 130, align: 'right', render: (_, slip) => <Money amount={slip.amountFen} /> },
    {
      title: t('slips.state'),
      width: 160,
      render: (_, slip) => <Tag color={COLOURS[slip.state]}>{t(`slips.state.${slip.state}`)}</Tag>,
    },
    {
      title: t('slips.entered'),
      width: 220,
      render: (_, slip) => (
        <>
          {slip.enteredByName} <span className="quiet digits">{businessTime(slip.enteredAt)}</span>
        </>
      ),
    },
  ];

  return (
    <>
      <PageHeading title={t('page.slips')} hint={t('slips.hint')}>
        {mayRegister && (
          <Button type="primary" onClick={() => setRegistering(true)}>
            {t('slips.register')}
          </Button>
        )}
      </PageHeading>
      <section className="panel">
        <RowsTable
          answer={slips}
          page={page}
          onPage={change}
          columns={columns}
          rowKey={(slip) => slip.slipId}
          onOpen={(slip) => setOpenId(slip.slipId)}
          emptyWords={t('slips.empty')}
          width={960}
        />
      </section>
      {registering && <RegisterSlipDialog onClose={() => setRegistering(false)} />}
      <Drawer
        open={open !== undefined}
        onClose={() => setOpenId(undefined)}
        size={480}
        destroyOnHidden
        title={t('slips.one')}
      >
        {open && <SlipDetail slip={open} mayWithdraw={mayRegister} />}
      </Drawer>
    </>
  );
}

function SlipDetail({ slip, mayWithdraw }: { slip: TransferSlip; mayWithdraw: boolean }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const withdraw = useWithdrawSlip();
  return (
    <div className="stack">
      <p>
        <Tag color={COLOURS[slip.state]}>{t(`slips.state.${slip.state}`)}</Tag> {slip.refusal}
      </p>
      <SlipPicture slipId={slip.slipId} />
      <p>
        <Link to={`/rooms/${slip.roomId}`}>{slip.roomLabel}</Link> <span className="quiet">{slip.payerMasked}</span>
      </p>
      <p>
        <Money amount={slip.amountFen} /> <span className="digits quiet">{slip.sentOn}</span>
      </p>
      {slip.serial !== '' && (
        <p>
          {t('slips.serial')} <span className="digits">{slip.serial}</span>
        </p>
      )}
      {slip.note !== '' && <p>{slip.note}</p>}
      {withdraw.isError && <Alert type="error" showIcon title={words(failureCode(withdraw.error))} />}
      {mayWithdraw && slip.state === 'WAITING' && (
        <Popconfirm title={t('slips.withdrawSure')} onConfirm={() => withdraw.mutate(slip.slipId)}>
          <Button danger loading={withdraw.isPending}>
            {t('slips.withdraw')}
          </Button>
        </Popconfirm>
      )}
    </div>
  );
}
