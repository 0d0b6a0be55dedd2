import { businessTime } from '@louting/common/clock';
import type { CashBox } from '@louting/server/contract/cash-api';
import { App, Button, Empty, InputNumber, Popover, Progress, Skeleton, Tag } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { type useBoxes, useSetCapacity } from './cash-queries.ts';
import { NoteBars } from './note-bars.tsx';

const FULL = 100;

/** One card a box, the fullest first: how much, how full, and what to do about it. */
export function BoxesTab({
  boxes,
  onCollect,
  onNotes,
  onTab,
}: {
  boxes: ReturnType<typeof useBoxes>;
  onCollect: (box: CashBox) => void;
  onNotes: (box: CashBox) => void;
  onTab: (tab: string) => void;
}): ReactElement {
  const { t } = useTranslation();
  const { permissions } = useLoggedInStaff();
  const localised = useLocalised();
  if (boxes.isError && !boxes.data) return <FailedToLoad error={boxes.error} onRetry={() => void boxes.refetch()} />;
  if (!boxes.data) return <Skeleton active />;
  const { rows, denominationsFen } = boxes.data;
  if (rows.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('cash.noBoxes')} />;
  }
  return (
    <div className="cash-boxes">
      {rows.map((box) => (
        <section key={box.kioskId} className={`panel cash-box${box.collectSoon ? ' cash-box-due' : ''}`}>
          <header>
            <div className="two-lines">
              <b>
                {box.kioskNumber} <span className="plain">{box.location}</span>
              </b>
              <span className="quiet">{localised(box.communityName)}</span>
            </div>
            <BoxTags box={box} onTab={onTab} />
          </header>
          <p className="big">
            <Money amount={box.balanceFen} tone={box.balanceFen === 0 ? 'quiet' : undefined} />
          </p>
          <Progress
            percent={Math.min(FULL, box.fillPercent)}
            status={box.collectSoon ? 'exception' : 'normal'}
            format={() => `${box.noteCount} / ${box.capacity}`}
            aria-label={t('cash.fill')}
          />
          <NoteBars notes={box.notes} denominations={denominationsFen} />
          <footer>
            <span className="quiet">
              {box.sinceAt === undefined
                ? t('cash.neverPulled')
                : t('cash.lastPull', { time: businessTime(box.sinceAt) })}
            </span>
            <span className="cash-buttons">
              {permissions.includes('cash.collect') && <Capacity box={box} />}
              <Button size="small" onClick={() => onNotes(box)}>
                {t('cash.notes')}
              </Button>
              {permissions.includes('cash.collect') && (
                <Button size="small" type="primary" onClick={() => onCollect(box)}>
                  {t('cash.collect')}
                </Button>
              )}
            </span>
          </footer>
        </section>
      ))}
    </div>
  );
}

function BoxTags({ box, onTab }: { box: CashBox; onTab: (tab: string) => void }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { acceptor } = box;
  return (
    <div className="chips">
      {box.collectSoon && <Tag color="error">{t('cash.collectSoon')}</Tag>}
      {acceptor && acceptor.state !== 'ok' && (
        <Tag color="warning">{acceptor.code ? words(acceptor.code) : t(`device.state.${acceptor.state}`)}</Tag>
      )}
      {box.bagsToCount > 0 && (
        <Button size="small" onClick={() => onTab('bags')}>
          {t('cash.bagsToCount', { count: box.bagsToCount })}
        </Button>
      )}
      {box.doubtfulNotes > 0 && (
        <Button size="small" onClick={() => onTab('doubt')}>
          {t('cash.doubtCount', { count: box.doubtfulNotes })}
        </Button>
      )}
      {box.openDifferences > 0 && (
        <Button size="small" danger onClick={() => onTab('differences')}>
          {t('cash.differenceCount', { count: box.openDifferences })}
        </Button>
      )}
    </div>
  );
}

function Capacity({ box }: { box: CashBox }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const { message: toast } = App.useApp();
  const change = useSetCapacity();
  const [open, setOpen] = useState(false);
  const [notes, setNotes] = useState<number>(box.capacity);
  const save = async () => {
    try {
      await change.mutateAsync({ kioskId: box.kioskId, notes });
      setOpen(false);
    } catch (error) {
      toast.error(words(failureCode(error)));
    }
  };
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={t('cash.capacity')}
      content={
        <span className="cash-buttons">
          <InputNumber
            min={10}
            max={10_000}
            precision={0}
            value={notes}
            aria-label={t('cash.capacity')}
            onChange={(value) => setNotes(value ?? box.capacity)}
          />
          <Button type="primary" loading={change.isPending} onClick={() => void save()}>
            {t('cash.save')}
          </Button>
        </span>
      }
    >
      <Button size="small">{t('cash.capacity')}</Button>
    </Popover>
  );
}
