import type { CashBox } from '@louting/server/contract/cash-api';
import { Alert, Tabs } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { PageHeading } from '../page-heading.tsx';
import { useFilter } from '../use-filter.ts';
import { BagsTab } from './bags-tab.tsx';
import { BoxesTab } from './boxes-tab.tsx';
import { useBoxes } from './cash-queries.ts';
import { CollectionWizard, type OpenedCollection } from './collection-wizard.tsx';
import { DayCloseTab } from './day-close-tab.tsx';
import { DepositsTab } from './deposits-tab.tsx';
import { DifferencesTab } from './differences-tab.tsx';
import { DoubtTab } from './doubt-tab.tsx';
import { HoppersTab } from './hoppers-tab.tsx';
import { NotesDrawer } from './notes-drawer.tsx';
import './cash.css';

const TABS = ['boxes', 'bags', 'hoppers', 'differences', 'doubt', 'deposits', 'close'] as const;
const TOTALS = ['inBoxesFen', 'inBagsFen', 'atOfficeFen', 'suspenseFen'] as const;

/** Cash after the kiosk took it: in boxes, in bags, at the office, at the bank, and what does not fit. */
export function CashPage(): ReactElement {
  const { t } = useTranslation();
  const { communityId } = useCommunity();
  const boxes = useBoxes(communityId);
  const { filter, change } = useFilter(['tab', 'open', 'state']);
  const [opened, setOpened] = useState<OpenedCollection | undefined>(undefined);
  const [shown, setShown] = useState<CashBox | undefined>(undefined);
  const tab = filter.tab ?? 'boxes';
  const show = (next: string) => change({ tab: next, open: undefined, state: undefined });
  const content = {
    boxes: <BoxesTab boxes={boxes} onCollect={(box) => setOpened({ box })} onNotes={setShown} onTab={show} />,
    bags: <BagsTab onOpen={(collectionId) => setOpened({ collectionId })} />,
    hoppers: <HoppersTab onTab={show} />,
    differences: <DifferencesTab />,
    doubt: <DoubtTab />,
    deposits: <DepositsTab />,
    close: <DayCloseTab />,
  };
  return (
    <>
      <PageHeading title={t('page.cash')} hint={t('cash.hint')}>
        <dl className="totals" aria-live="polite">
          {TOTALS.map((name) => (
            <div key={name}>
              <dt>{t(`cash.total.${name}`)}</dt>
              <dd className="money">{boxes.data ? yuan(boxes.data.totals[name]) : '–'}</dd>
            </div>
          ))}
        </dl>
      </PageHeading>
      {boxes.isError && boxes.data && (
        <Alert type="warning" showIcon className="stale" title={t('kiosks.stale')} role="status" />
      )}
      <Tabs
        activeKey={tab}
        onChange={show}
        destroyOnHidden
        items={TABS.map((key) => ({
          key,
          label: t(`cash.tab.${key}`),
          children: content[key],
        }))}
      />
      {opened && (
        <CollectionWizard
          opened={opened}
          denominations={boxes.data?.denominationsFen ?? []}
          onClose={() => setOpened(undefined)}
        />
      )}
      {shown && <NotesDrawer box={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}
