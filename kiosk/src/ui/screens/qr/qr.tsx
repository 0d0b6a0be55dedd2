import { useTranslation } from 'react-i18next';
import { Amount } from '../../parts/amount.tsx';
import { Key } from '../../parts/key.tsx';
import { Layout } from '../../parts/layout.tsx';
import { QrCode } from '../../parts/qr-code.tsx';
import { PanelRing } from '../../parts/ring.tsx';
import { useCountdown } from '../../parts/use-countdown.ts';
import { useLandscape } from '../../parts/use-landscape.ts';
import { PhoneScansScreen } from '../../pictures/phone-pictures.tsx';
import type { ModelOf } from '../../ui-context.ts';
import { sayDuration } from '../../words/dates.ts';
import './qr.css';

export function QrScreen({ model }: { readonly model: ModelOf<'qr'> }) {
  const { t } = useTranslation();
  const seconds = useCountdown(model.secondsLeft, model);
  const landscape = useLandscape();
  const over = model.content !== undefined && seconds === 0;
  const words = (
    <div className="qr-words">
      <PhoneScansScreen />
      <div>
        <p className="qr-after">{t('qr.after')}</p>
        {model.content !== undefined && (
          <p className="qr-left">
            {over ? t('qr.over') : t('qr.left', { time: sayDuration(seconds, model.language) })}
          </p>
        )}
      </div>
    </div>
  );
  return (
    <Layout
      said={t(`qr.${model.method}`)}
      more={<Amount fen={model.amountFen} size="hero" />}
      aside={landscape && words}
      controls={<Key intent={{ intent: 'other-method' }}>{t('qr.other')}</Key>}
    >
      <div className="qr-panel" data-over={over}>
        <PanelRing secondsLeft={seconds} ofSeconds={model.ofSeconds} />
        {model.content === undefined ? (
          <p>{t('qr.making')}</p>
        ) : (
          <QrCode content={model.content} label={t('qr.code')} />
        )}
      </div>
      {!landscape && words}
    </Layout>
  );
}
