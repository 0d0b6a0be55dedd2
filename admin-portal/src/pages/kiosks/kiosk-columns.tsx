import { businessDate, businessTime } from '@louting/common/clock';
import type { KioskRow } from '@louting/server/contract/admin-api';
import { Button, Space, Tag, Tooltip, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Money } from '../../money/money.tsx';
import { useLoggedInStaff } from '../../session/staff-context.ts';
import { useLocalised } from '../../words/localised.ts';
import { DeviceChips } from './device-chips.tsx';
import { durationWords } from './duration-words.ts';

const STATE_COLOURS: Readonly<Record<KioskRow['state'], string>> = {
  down: 'error',
  attention: 'warning',
  'not-enrolled': 'default',
  ok: 'success',
  retired: 'default',
};

export function useKioskColumns(
  onEnrol: (kiosk: KioskRow) => void,
  onMaintain: (kiosk: KioskRow) => void,
): NonNullable<TableProps<KioskRow>['columns']> {
  const { t } = useTranslation();
  const localised = useLocalised();
  const { permissions } = useLoggedInStaff();
  const today = businessDate(Date.now());

  return [
    {
      title: t('kiosks.kiosk'),
      width: 210,
      render: (_, kiosk) => (
        <div className="two-lines">
          <b>
            {kiosk.kioskNumber} <span className="plain">{kiosk.location}</span>
          </b>
          <span className="quiet">{localised(kiosk.communityName)}</span>
        </div>
      ),
    },
    {
      title: t('kiosks.state'),
      width: 150,
      render: (_, kiosk) => (
        <div className="two-lines">
          <span>
            <Tag color={STATE_COLOURS[kiosk.state]}>{t(`kiosk.${kiosk.state}`)}</Tag>
          </span>
          {kiosk.state !== 'not-enrolled' && (
            <Tooltip title={t('kiosks.since', { time: businessTime(kiosk.since) })}>
              <span className="quiet">{durationWords(Date.now() - kiosk.since, t)}</span>
            </Tooltip>
          )}
        </div>
      ),
    },
    { title: t('kiosks.devices'), width: 270, render: (_, kiosk) => <DeviceChips kiosk={kiosk} /> },
    {
      title: t('kiosks.screen'),
      width: 140,
      render: (_, kiosk) =>
        kiosk.screen === undefined ? (
          <span className="quiet">–</span>
        ) : (
          <div className="two-lines">
            <span>{t(`screen.${kiosk.screen}`, { defaultValue: kiosk.screen })}</span>
            <span className="quiet">
              {kiosk.openIntents ? t('kiosks.openIntents', { count: kiosk.openIntents }) : kiosk.version}
            </span>
          </div>
        ),
    },
    {
      title: t('kiosks.today'),
      width: 130,
      align: 'right',
      render: (_, kiosk) => {
        const amount = <Money amount={kiosk.receivedTodayFen} tone={kiosk.paymentsToday === 0 ? 'quiet' : undefined} />;
        const link = `/payments?kioskId=${kiosk.kioskId}&from=${today}&to=${today}&state=SUCCEEDED`;
        return (
          <div className="two-lines">
            {permissions.includes('payments.view') && kiosk.paymentsToday > 0 ? (
              <Link to={link}>{amount}</Link>
            ) : (
              amount
            )}
            <span className="quiet">{t('kiosks.paymentsToday', { count: kiosk.paymentsToday })}</span>
          </div>
        );
      },
    },
    {
      title: t('kiosks.cashBox'),
      width: 120,
      align: 'right',
      render: (_, kiosk) => <Money amount={kiosk.cashBoxFen} tone={kiosk.cashBoxFen === 0 ? 'quiet' : undefined} />,
    },
    ...(permissions.includes('kiosks.enrol')
      ? [
          {
            title: '',
            width: 190,
            render: (_: unknown, kiosk: KioskRow) => (
              <Space>
                <Button
                  size="small"
                  disabled={kiosk.state === 'retired' || kiosk.state === 'not-enrolled'}
                  onClick={() => onMaintain(kiosk)}
                >
                  {t('kiosks.maintain')}
                </Button>
                <Button size="small" danger disabled={kiosk.state === 'retired'} onClick={() => onEnrol(kiosk)}>
                  {t('kiosks.enrol')}
                </Button>
              </Space>
            ),
          },
        ]
      : []),
  ];
}
