import { useTranslation } from 'react-i18next';
import { QrCode } from '../parts/qr-code.tsx';
import { useUi } from '../ui-context.ts';
import './dark-screen.css';

/**
 * Black for who cannot see it, and so that nobody behind reads along. A payment code alone is lit, because a phone has to
 * see it. A touch says everything once more.
 */
export function DarkScreen() {
  const { t } = useTranslation();
  const { model, send } = useUi();
  const code = model.screen === 'qr' ? model.content : undefined;
  return (
    <div className="dark-screen" data-dark={model.screen} onPointerDown={() => send({ intent: 'hear-again' })}>
      {code !== undefined && <QrCode content={code} label={t('qr.code')} />}
    </div>
  );
}
