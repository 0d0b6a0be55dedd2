import { useTranslation } from 'react-i18next';
import { Layout } from '../../parts/layout.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { PanelRing } from '../../parts/ring.tsx';
import { useCountdown } from '../../parts/use-countdown.ts';
import { useLandscape } from '../../parts/use-landscape.ts';
import type { ModelOf } from '../../ui-context.ts';
import { sayDuration } from '../../words/dates.ts';
import '../qr/qr.css';
import './ways-in.css';

/** A code for the owner's phone, and the number that is to be found on it. */
export function OwnerPhoneScreen({ model }: { readonly model: ModelOf<'owner-phone'> }) {
  const { t } = useTranslation();
  const seconds = useCountdown(model.secondsLeft, model);
  const landscape = useLandscape();
  const { shown } = model;
  const number = shown && <p className="owner-phone-number">{shown.number}</p>;
  const left = shown && (
    <p className="qr-left owner-phone-left">{t('qr.left', { time: sayDuration(seconds, model.language) })}</p>
  );
  return (
    <Layout
      said={t('ownerPhone.said')}
      more={shown && t('ownerPhone.more')}
      aside={
        landscape && (
          <>
            {number}
            {left}
          </>
        )
      }
    >
      {!landscape && number}
      <div className="qr-panel">
        <PanelRing secondsLeft={seconds} ofSeconds={model.ofSeconds} />
        {shown ? <QrCode content={shown.content} label={t('ownerPhone.code')} /> : <p>{t('qr.making')}</p>}
      </div>
      {!landscape && left}
    </Layout>
  );
}
