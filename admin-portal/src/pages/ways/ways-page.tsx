import type { CardWorth } from '@louting/server/contract/card-auth-api';
import type { CommunityWays, KioskWays, WayIn } from '@louting/server/contract/identification-api';
import { Alert, App, Select, Switch, Table, type TableProps } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { FailedToLoad } from '../../layout/page-states.tsx';
import { useCommunity } from '../../session/community.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { PageHeading } from '../page-heading.tsx';
import { useSetCards, useSetWays, useWays, type Place } from './ways-queries.ts';

/** The card is never taken away. */
const SWITCHED = ['owner-phone', 'phone-code', 'room'] as const satisfies readonly WayIn[];

const CARDS = ['uid-allowed', 'strong-only'] as const satisfies readonly CardWorth[];

interface Row {
  readonly key: string;
  readonly place: Place;
  readonly name: string;
  readonly ways: readonly WayIn[];
  /** Of a community. */
  readonly cards: CardWorth | null;
  /** Of a kiosk that does as its community. */
  readonly follows: boolean;
}

/** How owners may come in at the kiosks: for a whole community at once, or otherwise at one kiosk. */
export function WaysPage(): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const localised = useLocalised();
  const { message: toast } = App.useApp();
  const { communityId } = useCommunity();
  const ways = useWays(communityId);
  const set = useSetWays();
  const setCards = useSetCards();
  const save = (place: Place, chosen: readonly WayIn[] | null) =>
    set.mutate({ place, ways: chosen }, { onSuccess: () => void toast.success(t('ways.saved')) });

  if (ways.isError) return <FailedToLoad error={ways.error} onRetry={() => void ways.refetch()} />;
  const columns: NonNullable<TableProps<Row>['columns']> = [
    {
      title: t('ways.place'),
      width: 200,
      render: (_, { name, place }) => ('communityId' in place ? <b>{name}</b> : name),
    },
    {
      title: t('ways.setting'),
      width: 160,
      render: (_, row) =>
        'communityId' in row.place ? (
          <span className="quiet">{t('ways.whole')}</span>
        ) : (
          <Select
            aria-label={`${row.name} ${t('ways.setting')}`}
            className="cell-choice"
            value={row.follows ? 'same' : 'own'}
            options={[
              { value: 'same', label: t('ways.same') },
              { value: 'own', label: t('ways.own') },
            ]}
            onChange={(choice: string) => save(row.place, choice === 'same' ? null : row.ways)}
          />
        ),
    },
    {
      title: t('ways.card'),
      width: 170,
      render: (_, { name, place, cards }) =>
        'communityId' in place ? (
          <Select
            aria-label={`${name} ${t('ways.card')}`}
            className="cell-choice"
            value={cards}
            options={CARDS.map((value) => ({ value, label: t(`ways.${value}`) }))}
            onChange={(choice: CardWorth) =>
              setCards.mutate(
                { communityId: place.communityId, cards: choice },
                { onSuccess: () => void toast.success(t('ways.saved')) },
              )
            }
          />
        ) : (
          <span className="quiet">{t('ways.always')}</span>
        ),
    },
    ...SWITCHED.map((way) => ({
      title: (
        <div className="two-lines">
          <span>{t(`ways.${way}`)}</span>
          <small className="quiet">{t(way === 'room' ? 'ways.weak' : 'ways.needsSms')}</small>
        </div>
      ),
      width: 120,
      render: (_: unknown, row: Row) => (
        <Switch
          aria-label={`${row.name} ${t(`ways.${way}`)}`}
          checked={row.ways.includes(way)}
          disabled={row.follows}
          loading={set.isPending}
          onChange={(on) => save(row.place, on ? [...row.ways, way] : row.ways.filter((one) => one !== way))}
        />
      ),
    })),
  ];

  return (
    <>
      <PageHeading title={t('page.ways')} hint={t('ways.hint')} />
      {setCards.isError && <Alert type="error" showIcon title={words(failureCode(setCards.error))} />}
      {set.isError && <Alert type="error" showIcon title={words(failureCode(set.error))} />}
      <section className="panel">
        <Table<Row>
          size="middle"
          columns={columns}
          dataSource={(ways.data?.communities ?? []).flatMap((one) => rowsOf(one, localised(one.name)))}
          loading={ways.isPending}
          pagination={false}
          scroll={{ x: 870 }}
          locale={{ emptyText: t('ways.empty') }}
        />
      </section>
    </>
  );
}

/** A community and, below it, its kiosks. */
function rowsOf({ communityId, ways, cards, kiosks }: CommunityWays, name: string): readonly Row[] {
  const whole: Row = { key: communityId, place: { communityId }, name, ways, cards, follows: false };
  return [whole, ...kiosks.map(rowOfKiosk)];
}

function rowOfKiosk({ kioskId, kioskNumber, location, own, ways }: KioskWays): Row {
  return {
    key: kioskId,
    place: { kioskId },
    name: `${kioskNumber} ${location}`,
    ways,
    cards: null,
    follows: own === null,
  };
}
