import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useUi } from '../ui-context.ts';

const HELD_MS = 3_000;

/** The number of the kiosk; held for a while, it asks technicians for their code. To everybody else it is a number. */
export function KioskNumber() {
  const { t } = useTranslation();
  const { model, send } = useUi();
  const held = useRef<number>(undefined);
  const hold = () => {
    held.current = window.setTimeout(() => send({ intent: 'open-maintenance' }), HELD_MS);
  };
  const letGo = () => window.clearTimeout(held.current);
  if (model.kioskNumber === '') return null;
  return (
    <span onPointerDown={hold} onPointerUp={letGo} onPointerLeave={letGo} onPointerCancel={letGo}>
      {t('frame.kiosk', { number: model.kioskNumber })}
    </span>
  );
}
