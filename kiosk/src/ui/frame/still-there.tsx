import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../parts/key.tsx';
import { Ring } from '../parts/ring.tsx';
import { useCountdown } from '../parts/use-countdown.ts';
import { useUi } from '../ui-context.ts';
import './still-there.css';

/** Asked before anything is given up for want of a touch. */
export function StillThere({ secondsLeft, ofSeconds }: { readonly secondsLeft: number; readonly ofSeconds: number }) {
  const { t } = useTranslation();
  const { model } = useUi();
  const seconds = useCountdown(secondsLeft, model);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="still-there" role="alertdialog" aria-modal="true" aria-labelledby="still-there-said">
      <div className="still-there-panel">
        <h1 id="still-there-said" ref={heading} tabIndex={-1}>
          {t('stillThere.said')}
        </h1>
        <Ring secondsLeft={seconds} ofSeconds={ofSeconds}>
          {seconds}
        </Ring>
        <p>{t('stillThere.more')}</p>
        <Key kind="primary" intent={{ intent: 'i-am-here' }}>
          {t('stillThere.yes')}
        </Key>
      </div>
    </div>
  );
}
