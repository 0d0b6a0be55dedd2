import { BellOutlined } from '@ant-design/icons';
import { Badge, Button, Tooltip } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useKiosks } from '../api/queries.ts';
import { useCommunity } from '../session/community.ts';

/** How many kiosks do not answer. */
export function AlertBell(): ReactElement {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { communityId } = useCommunity();
  const { data } = useKiosks(communityId);
  const down = data?.rows.filter((kiosk) => kiosk.state === 'down').length ?? 0;
  const summary = t('alerts.summary', { down });
  return (
    <Tooltip title={summary}>
      <Badge count={down} size="small" offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={summary} onClick={() => void navigate('/kiosks')} />
      </Badge>
    </Tooltip>
  );
}
