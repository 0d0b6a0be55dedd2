import { fen } from '@louting/common/money';
import type { BankLineRow } from '@louting/server/contract/reconciliation-api';
import { Alert, Button, Checkbox, Empty, Input, Table } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { RoomChoice } from '../room-choice.tsx';
import { useOpenBills, useProposeMatch } from './reconciliation-queries.ts';

interface ProposeFormProps {
  readonly line: BankLineRow;
  readonly onDone: (line: BankLineRow) => void;
  readonly onCancel: () => void;
}

/** Says which room's bills a transfer pays. Nothing is booked before somebody else agrees. */
export function ProposeForm({ line, onDone, onCancel }: ProposeFormProps): ReactElement {
  const { t } = useTranslation();
  const localised = useLocalised();
  const words = useFailureWords();
  const { communities } = useLoggedInStaff();
  const communityId = useCommunity().communityId ?? communities[0]?.communityId;
  const propose = useProposeMatch();
  const [roomId, setRoomId] = useState<string | undefined>(undefined);
  const [billIds, setBillIds] = useState<readonly string[]>([]);
  const [restToPrepayment, setRestToPrepayment] = useState(false);
  const [note, setNote] = useState('');
  const bills = useOpenBills(roomId);
  const rows = bills.data?.rows ?? [];
  const chosen = billIds.length === 0 ? rows : rows.filter((bill) => billIds.includes(bill.billId));
  const owed = chosen.reduce((sum, bill) => sum + bill.outstandingFen, 0);
  const restFen = fen(Math.max(0, line.amountFen - owed));
  return (
    <section className="panel stack">
      <h2>{t('bank.propose')}</h2>
      <RoomChoice
        communityId={communityId}
        onChange={(chosenRoom) => {
          setRoomId(chosenRoom);
          setBillIds([]);
        }}
      />
      {bills.isError && <FailedToLoad error={bills.error} onRetry={() => void bills.refetch()} />}
      {roomId !== undefined && !bills.isError && (
        <Table
          size="small"
          rowKey="billId"
          dataSource={rows}
          loading={{ spinning: bills.isPending, delay: 200 }}
          pagination={false}
          scroll={{ y: 260 }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('bank.nothingOpen')} /> }}
          rowSelection={{
            selectedRowKeys: [...billIds],
            onChange: (keys) => setBillIds(keys.map(String)),
          }}
          columns={[
            { title: t('bill.item'), render: (_, bill) => localised(bill.itemName) },
            { title: t('bill.dueDate'), render: (_, bill) => <span className="digits">{bill.dueDate}</span> },
            {
              title: t('bill.outstanding'),
              align: 'right',
              render: (_, bill) => <Money amount={bill.outstandingFen} />,
            },
          ]}
        />
      )}
      {roomId !== undefined && bills.data && (
        <>
          <p className="quiet">
            {t(billIds.length === 0 ? 'bank.oldestFirst' : 'bank.chosenBills', { count: billIds.length })}
          </p>
          {restFen > 0 && (
            <Checkbox checked={restToPrepayment} onChange={(event) => setRestToPrepayment(event.target.checked)}>
              {t('bank.restChoice')} <Money amount={restFen} />
            </Checkbox>
          )}
        </>
      )}
      <Input.TextArea
        rows={2}
        maxLength={200}
        aria-label={t('bank.note')}
        placeholder={t('bank.note')}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {propose.isError && <Alert type="error" showIcon title={words(failureCode(propose.error))} />}
      <div className="recon-buttons">
        <Button
          type="primary"
          disabled={roomId === undefined || !bills.data}
          loading={propose.isPending}
          onClick={() => {
            if (roomId === undefined) return;
            propose.mutate(
              { lineId: line.lineId, roomId, billIds: [...billIds], restToPrepayment, note: note.trim() },
              { onSuccess: onDone },
            );
          }}
        >
          {t('bank.proposeNow')}
        </Button>
        <Button onClick={onCancel}>{t('action.cancel')}</Button>
      </div>
    </section>
  );
}
