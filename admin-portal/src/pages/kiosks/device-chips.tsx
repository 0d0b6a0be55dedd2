import type { KioskRow } from '@louting/server/contract/admin-api';
import type { DeviceReport } from '@louting/server/contract/kiosk-api';
import { Tag, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFailureWords } from '../../words/failure-words.ts';

const COLOURS: Readonly<Record<DeviceReport['state'], string>> = {
  ok: 'default',
  attention: 'warning',
  failed: 'error',
  absent: 'error',
};

/** One chip a device; what is not ok says so in words, never by colour alone. */
export function DeviceChips({ kiosk }: { kiosk: KioskRow }): ReactElement {
  const { t } = useTranslation();
  const words = useFailureWords();
  if (kiosk.devices.length === 0) return <span className="quiet">{t('kiosks.noDevices')}</span>;
  // What a silent kiosk said last is no longer known to be so.
  const stale = kiosk.state === 'down';
  const chips = kiosk.devices.map((device) => {
    const name = t(`device.${device.role}`);
    const state = t(`device.state.${device.state}`);
    const reason = device.code ? `${words(device.code)} (${device.code})` : state;
    return (
      <Tooltip key={device.role} title={`${name}: ${reason}`}>
        <Tag color={stale ? 'default' : COLOURS[device.state]} className={stale ? 'chip-stale' : ''}>
          {device.state === 'ok' ? name : `${name} · ${state}`}
        </Tag>
      </Tooltip>
    );
  });
  const troubled = stale ? [] : kiosk.devices.filter((device) => device.code !== undefined && device.state !== 'ok');
  return (
    <div className="chips">
      {chips}
      {troubled.map((device) => (
        <small key={device.role} className="chip-reason">
          {device.code && `${words(device.code)} ${words(device.code) === device.code ? '' : device.code}`}
        </small>
      ))}
    </div>
  );
}
