import { businessTime } from '@louting/common/clock';
import type { Hoppers, HopperMovement } from '@louting/server/contract/hoppers-api';
import { Alert, Button, Empty, Skeleton, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useFailureWords } from '../../words/failure-words.ts';
import { HopperCountDialog } from './hopper-count-dialog.tsx';
import { HopperMovementDialog } from './hopper-movement-dialog.tsx';
import { useHoppers } from './hopper-queries.ts';
import { MovementsTable } from './movements-table.tsx';

/** The coins that change is paid from: what each kiosk holds, and everything that was put in, taken out and counted. */
export function HoppersTab({ onTab }: { onTab: (tab: string) => void }): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const { permissions } = useLoggedInStaff();
  const hoppers = useHoppers(communityId);
  const [registering, setRegistering] = useState<{ readonly kioskId?: string } | undefined>(undefined);
  const [opened, setOpened] = useState<HopperMovement | undefined>(undefined);
  const mayCollect = permissions.includes('cash.collect');
  if (hoppers.isError && !hoppers.data) {
    return <FailedToLoad error={hoppers.error} onRetry={() => void hoppers.refetch()} />;
  }
  if (!hoppers.data) return <Skeleton active />;
  const { rows, denominationsFen } = hoppers.data;
  return (
    <>
      {hoppers.isError && <Alert type="warning" showIcon className="stale" title={t('kiosks.stale')} role="status" />}
      {rows.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('hoppers.none')} />
      ) : (
        <div className="cash-boxes">
          {rows.map((row) => (
            <HopperCard
              key={row.kioskId}
              hoppers={row}
              onTab={onTab}
              onRegister={mayCollect ? () => setRegistering({ kioskId: row.kioskId }) : undefined}
            />
          ))}
        </div>
      )}
      <section className="panel hopper-movements">
        {mayCollect && (
          <div className="filters">
            <Button type="primary" onClick={() => setRegistering({})}>
              {t('hoppers.register')}
            </Button>
          </div>
        )}
        <MovementsTable onOpen={setOpened} />
      </section>
      {registering && (
        <HopperMovementDialog
          {...registering}
          denominations={denominationsFen}
          onClose={() => setRegistering(undefined)}
        />
      )}
      {opened && (
        <HopperCountDialog movement={opened} denominations={denominationsFen} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

function HopperCard({
  hoppers,
  onTab,
  onRegister,
}: {
  hoppers: Hoppers;
  onTab: (tab: string) => void;
  onRegister: (() => void) | undefined;
}): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { unit, balanceFen, lastFilledAt, lastCountedAt } = hoppers;
  const lacks = unit !== undefined && unit.state !== 'ok';
  return (
    <section className={`panel cash-box${lacks ? ' cash-box-due' : ''}`}>
      <header>
        <b>
          {hoppers.kioskNumber} <span className="plain">{hoppers.location}</span>
        </b>
        <div className="chips">
          {unit && (
            <Tag color={lacks ? 'error' : 'success'}>
              {unit.code ? words(unit.code) : t(`device.state.${unit.state}`)}
            </Tag>
          )}
          {hoppers.waiting > 0 && <Tag color="processing">{t('hoppers.waiting', { count: hoppers.waiting })}</Tag>}
          {hoppers.openDifferences > 0 && (
            <Button size="small" danger onClick={() => onTab('differences')}>
              {t('cash.differenceCount', { count: hoppers.openDifferences })}
            </Button>
          )}
        </div>
      </header>
      <p className="big">
        <Money amount={balanceFen} tone={balanceFen < 0 ? 'owed' : undefined} />
      </p>
      {balanceFen < 0 && <p className="quiet">{t('hoppers.below')}</p>}
      <footer>
        <span className="quiet">
          {lastFilledAt === undefined
            ? t('hoppers.neverFilled')
            : t('hoppers.lastFilled', { time: businessTime(lastFilledAt) })}
          <br />
          {lastCountedAt === undefined
            ? t('hoppers.neverCounted')
            : t('hoppers.lastCounted', { time: businessTime(lastCountedAt) })}
        </span>
        {onRegister && (
          <Button size="small" type="primary" onClick={onRegister}>
            {t('hoppers.register')}
          </Button>
        )}
      </footer>
    </section>
  );
}
