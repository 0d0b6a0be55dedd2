import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../parts/key.tsx';
import { useUi } from '../ui-context.ts';
import { helpWords } from './help-line.tsx';
import './help-panel.css';

/** Over the lower half: what is being done for whoever called, and what else there is. */
export function HelpPanel({ canAsk, canPractise }: { readonly canAsk: boolean; readonly canPractise: boolean }) {
  const { t } = useTranslation();
  const { model } = useUi();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="help-panel" role="dialog" aria-modal="true" aria-labelledby="help-said">
      <div className="help-panel-sheet">
        <h1 id="help-said" ref={heading} tabIndex={-1} aria-live="polite">
          {helpWords(model, model.servicePhone, t)}
        </h1>
        <p>{t('help.more')}</p>
        <Key kind="primary" intent={{ intent: 'close-help' }}>
          {t('help.close')}
        </Key>
        <div className="key-row">
          {canAsk && <Key intent={{ intent: 'show-questions' }}>{t('help.questions')}</Key>}
          {canPractise && <Key intent={{ intent: 'practise' }}>{t('help.practise')}</Key>}
          <Key kind="quiet" className="key-wide" intent={{ intent: 'end-help' }}>
            {t('help.end')}
          </Key>
        </div>
      </div>
    </div>
  );
}
