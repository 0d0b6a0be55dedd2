import type { KioskRow } from '@louting/server/contract/admin-api';
import { Alert, Empty, Segmented, Table } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useKiosks } from '../../api/queries.ts';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useCommunity } from '../../session/community.ts';
import { lastInSight } from '../last-in-sight.ts';
import { PageHeading } from '../page-heading.tsx';
import { LiveCalls } from '../tickets/live-calls.tsx';
import { EnrolmentDialog } from './enrolment-dialog.tsx';
import { useKioskColumns } from './kiosk-columns.tsx';
import { MaintenanceDialog } from './maintenance-dialog.tsx';

const STATES = ['down', 'attention', 'not-enrolled', 'ok', 'retired'] as const;
const ALL = 'all';

/** The fleet, red first (kiosk-design.md, admin portal), fresh every few seconds. */
export function KiosksPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const kiosks = useKiosks(communityId);
  const [shown, setShown] = useState<string>(ALL);
  const [enrolling, setEnrolling] = useState<KioskRow | undefined>(undefined);
  const [maintaining, setMaintaining] = useState<KioskRow | undefined>(undefined);
  const columns = useKioskColumns(setEnrolling, setMaintaining);

  if (kiosks.isError && !kiosks.data) {
    return <FailedToLoad error={kiosks.error} onRetry={() => void kiosks.refetch()} />;
  }
  const rows = kiosks.data?.rows ?? [];
  const countOf = (state: KioskRow['state']) => rows.filter((kiosk) => kiosk.state === state).length;
  const choices = STATES.filter((state) => countOf(state) > 0 || state === shown);

  return (
    <>
      <PageHeading title={t('page.kiosks')} hint={t('kiosks.hint')}>
        <Segmented
          aria-label={t('kiosks.state')}
          value={shown}
          onChange={setShown}
          options={[
            { value: ALL, label: `${t('kiosks.all')} ${rows.length}` },
            ...choices.map((state) => ({
              value: state,
              label: (
                <span>
                  <i className={`dot dot-${state}`} /> {t(`kiosk.${state}`)} {countOf(state)}
                </span>
              ),
            })),
          ]}
        />
      </PageHeading>
      {kiosks.isError && <Alert type="warning" showIcon className="stale" title={t('kiosks.stale')} role="status" />}
      <LiveCalls />
      <section className="panel">
        <Table<KioskRow>
          size="middle"
          rowKey="kioskId"
          columns={lastInSight(columns)}
          dataSource={rows.filter((kiosk) => shown === ALL || kiosk.state === shown)}
          loading={kiosks.isPending}
          pagination={false}
          scroll={{ x: 1150 }}
          rowClassName={(kiosk) => `kiosk-row kiosk-row-${kiosk.state}`}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('kiosks.empty')} /> }}
        />
      </section>
      <EnrolmentDialog key={enrolling?.kioskId} kiosk={enrolling} onClose={() => setEnrolling(undefined)} />
      {maintaining && <MaintenanceDialog kiosk={maintaining} onClose={() => setMaintaining(undefined)} />}
    </>
  );
}
