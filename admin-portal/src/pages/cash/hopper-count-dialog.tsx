import { businessTime } from '@louting/common/clock';
import { fen, type Fen } from '@louting/common/money';
import type { HopperMovement } from '@louting/server/contract/hoppers-api';
import { Alert, Button, Modal, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useCountMovement } from './hopper-queries.ts';
import { NoteBars } from './note-bars.tsx';
import { NotesGrid, totalOf } from './notes-grid.tsx';

/** The second count of a movement, by somebody who has not seen the first; or its result. */
export function HopperCountDialog({
  movement,
  denominations,
  onClose,
}: {
  movement: HopperMovement;
  denominations: readonly Fen[];
  onClose: () => void;
}): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState(movement);
  return (
    <Modal
      open
      title={`${shown.kioskNumber} ${shown.location} · ${t(`hoppers.kind.${shown.kind}`)}`}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={null}
    >
      <p className="quiet">
        {t('cash.countedBy', {
          names: shown.countedBy.map((one) => `${one.name} ${businessTime(one.at)}`).join(t('list.separator')),
        })}
      </p>
      {shown.result ? (
        <Result result={shown.result} kind={shown.kind} denominations={denominations} />
      ) : (
        <Count movement={shown} denominations={denominations} onCounted={setShown} />
      )}
    </Modal>
  );
}

function Count({
  movement,
  denominations,
  onCounted,
}: {
  movement: HopperMovement;
  denominations: readonly Fen[];
  onCounted: (movement: HopperMovement) => void;
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { permissions } = useLoggedInStaff();
  const count = useCountMovement();
  const [counts, setCounts] = useState<Record<number, number>>({});
  const coins = denominations.map((value) => ({ denominationFen: value, count: counts[value] ?? 0 }));
  if (!movement.youMayCount || !permissions.includes('cash.collect')) {
    const who = movement.state === 'recount' ? t('cash.thirdMustCount') : t('cash.otherMustCount');
    return <Alert type="info" showIcon title={who} />;
  }
  const send = () => count.mutate({ movementId: movement.movementId, coins }, { onSuccess: onCounted });
  return (
    <>
      {movement.state === 'recount' && <Alert type="warning" showIcon title={t('cash.countsDiffer')} />}
      <p>{t(`hoppers.words.${movement.kind}`)}</p>
      <NotesGrid denominations={denominations} counts={counts} onChange={setCounts} />
      {count.isError && <Alert type="error" showIcon title={words(failureCode(count.error))} />}
      <div className="cash-actions">
        <span className="cash-total">
          {t('cash.total')} <Money amount={totalOf(coins)} />
        </span>
        <Button type="primary" size="large" loading={count.isPending} onClick={send}>
          {t('cash.countDone')}
        </Button>
      </div>
    </>
  );
}

function Result({
  result,
  kind,
  denominations,
}: {
  result: NonNullable<HopperMovement['result']>;
  kind: HopperMovement['kind'];
  denominations: readonly Fen[];
}): ReactElement {
  const { t } = useTranslation();
  const { countedFen, bookedFen, differenceFen } = result;
  return (
    <>
      <dl className="cash-figures">
        <div>
          <dt>{t('cash.counted')}</dt>
          <dd>
            <b>
              <Money amount={countedFen} />
            </b>
          </dd>
        </div>
        {kind !== 'fill' && (
          <div>
            <dt>{t('cash.booked')}</dt>
            <dd>
              <b>
                <Money amount={bookedFen} />
              </b>
            </dd>
          </div>
        )}
        {kind !== 'fill' && differenceFen === 0 && <Tag color="success">{t('cash.agrees')}</Tag>}
        {differenceFen !== 0 && (
          <Tag color={differenceFen < 0 ? 'error' : 'warning'}>
            {t(`cash.kind.${differenceFen < 0 ? 'CASH_SHORT' : 'CASH_OVER'}`)}{' '}
            <Money amount={fen(Math.abs(differenceFen))} />
          </Tag>
        )}
      </dl>
      <NoteBars notes={result.coins} denominations={denominations} />
    </>
  );
}
