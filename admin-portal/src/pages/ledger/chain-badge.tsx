import { LinkOutlined } from '@ant-design/icons';
import { businessTime } from '@louting/common/clock';
import { Tag, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useChain } from './ledger-queries.ts';

/** How far the ledger is sealed, and the anchors to be kept elsewhere. */
export function ChainBadge(): ReactElement {
  const { t } = useTranslation();
  const { data } = useChain();
  if (!data?.last) return <span className="quiet">{t('books.notSealed')}</span>;
  const { block, hash, sealedAt, upTo } = data.last;
  return (
    <>
      <Tooltip title={t('books.lastBlock', { block, time: businessTime(sealedAt), hash: hash.slice(0, 16) })}>
        <Tag color="success" icon={<LinkOutlined />}>
          {t('books.sealedUpTo', { time: businessTime(upTo) })}
        </Tag>
      </Tooltip>
      {data.waiting > 0 && <Tag>{t('books.waiting', { count: data.waiting })}</Tag>}
      <a href="/admin/v1/ledger/anchors" download>
        {t('books.anchors')}
      </a>
    </>
  );
}
