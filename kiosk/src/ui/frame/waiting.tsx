import { useTranslation } from 'react-i18next';
import { Pavilion } from '../pictures/place-pictures.tsx';
import './waiting.css';

/** Shown when there is no screen yet, or over the last one while the service is gone. */
export function Waiting({ over = false }: { readonly over?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="waiting" data-over={over} role="alert">
      <div className="waiting-panel">
        {!over && <Pavilion />}
        <p className="waiting-said">{t('frame.wait')}</p>
        <p>{t('frame.waitMore')}</p>
      </div>
    </div>
  );
}
