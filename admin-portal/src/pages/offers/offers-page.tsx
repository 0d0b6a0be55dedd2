import type { PublishedOffer } from '@louting/server/contract/offers-admin-api';
import { Alert, Button, Popconfirm, Tag, type TableProps } from 'antd';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../money/money.tsx';
import { useCommunity } from '../../session/community.ts';
import { failureCode, useFailureWords } from '../../words/failure-words.ts';
import { useLocalised } from '../../words/localised.ts';
import { PageHeading } from '../page-heading.tsx';
import { WholeTable } from '../whole-table.tsx';
import { useOffers, useWithdrawOffer } from './offer-queries.ts';
import { PublishDialog } from './publish-dialog.tsx';

const COLOURS: Readonly<Record<PublishedOffer['state'], string>> = {
  COMING: 'processing',
  OFFERED: 'success',
  OVER: 'default',
  WITHDRAWN: 'default',
};

/** What homes can pay at the kiosk without a bill: deposits and things paid once. */
export function OffersPage(): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  const localised = useLocalised();
  const { communityId } = useCommunity();
  const [publishing, setPublishing] = useState(false);
  const offers = useOffers(communityId);
  const withdraw = useWithdrawOffer();

  const columns: NonNullable<TableProps<PublishedOffer>['columns']> = [
    { title: t('offers.name'), render: (_, offer) => localised(offer.name) },
    { title: t('payment.community'), width: 180, render: (_, offer) => localised(offer.communityName) },
    { title: t('offers.kind'), width: 120, render: (_, offer) => t(`offers.kind.${offer.kind}`) },
    { title: t('offers.price'), width: 130, align: 'right', render: (_, offer) => <Money amount={offer.priceFen} /> },
    {
      title: t('offers.days'),
      width: 220,
      render: (_, offer) => (
        <span className="digits">
          {offer.from} – {offer.to ?? t('offers.openEnd')}
        </span>
      ),
    },
    { title: t('offers.paid'), width: 110, align: 'right', render: (_, offer) => offer.paid },
    {
      title: t('slips.state'),
      width: 200,
      render: (_, offer) => (
        <>
          <Tag color={COLOURS[offer.state]}>{t(`offers.state.${offer.state}`)}</Tag>
          {(offer.state === 'OFFERED' || offer.state === 'COMING') && (
            <Popconfirm title={t('offers.withdrawSure')} onConfirm={() => withdraw.mutate(offer.offerId)}>
              <Button size="small" type="link" danger loading={withdraw.isPending}>
                {t('offers.withdraw')}
              </Button>
            </Popconfirm>
          )}
        </>
      ),
    },
  ];

  return (
    <>
      <PageHeading title={t('page.offers')} hint={t('offers.hint')}>
        <Button type="primary" onClick={() => setPublishing(true)}>
          {t('offers.publish')}
        </Button>
      </PageHeading>
      {withdraw.isError && <Alert type="error" showIcon title={words(failureCode(withdraw.error))} />}
      <section className="panel">
        <WholeTable
          answer={offers}
          columns={columns}
          rowKey={(offer) => offer.offerId}
          emptyWords={t('offers.empty')}
          width={1_080}
        />
      </section>
      {publishing && <PublishDialog onClose={() => setPublishing(false)} />}
    </>
  );
}
