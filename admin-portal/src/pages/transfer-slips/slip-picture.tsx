import { Image } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { slipImageAddress } from './transfer-slip-queries.ts';

/** The picture that was brought; a click makes it large. */
export function SlipPicture({ slipId }: { slipId: string }): ReactElement {
  const { t } = useTranslation();
  return <Image src={slipImageAddress(slipId)} alt={t('slips.picture')} className="slip-picture" width={240} />;
}
