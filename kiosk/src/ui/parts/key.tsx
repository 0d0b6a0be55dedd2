import { useState, type ReactNode } from 'react';
import type { Intent, Language, ScreenModel } from '../../screens.ts';
import { TickSign } from '../pictures/signs.tsx';
import { useUi } from '../ui-context.ts';
import './key.css';

interface KeyProps {
  /** `primary`: go on. `second`: another way. `quiet`: leave or step aside. */
  readonly kind?: 'primary' | 'second' | 'quiet' | 'plain';
  readonly intent?: Intent;
  /** For what only turns a page of the picture; everything else is an intent. */
  readonly onPress?: () => void;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly label?: string;
  readonly ticked?: boolean;
  /** One of several keys for one choice: whether it is the one that holds now. */
  readonly chosen?: boolean;
  /** Language of the words on it, where it is not that of the screen. */
  readonly lang?: Language;
  readonly children: ReactNode;
}

/** Everything that can be pressed. It stays down from the touch until the service answers with its next push. */
export function Key(props: KeyProps) {
  const { kind = 'second', intent, onPress, className, disabled, label, ticked, chosen, lang, children } = props;
  const { model, send } = useUi();
  // Held weakly: keys of the frame outlive the owner whose screen they were pressed on.
  const [pressedOn, setPressedOn] = useState<WeakRef<ScreenModel>>();
  return (
    <button
      type="button"
      className={['key', `key-${kind}`, chosen === true ? 'key-chosen' : '', className ?? ''].filter(Boolean).join(' ')}
      lang={lang}
      disabled={disabled ?? false}
      data-down={pressedOn?.deref() === model}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(ticked === undefined ? {} : { role: 'checkbox', 'aria-checked': ticked })}
      {...(chosen === undefined ? {} : { 'aria-pressed': chosen })}
      onClick={() => {
        onPress?.();
        if (intent === undefined) return;
        // Heard at once: no push of the service answers it.
        if (intent.intent !== 'hear-again') setPressedOn(new WeakRef(model));
        send(intent);
      }}
    >
      {chosen === true && kind !== 'plain' && <TickSign />}
      {children}
    </button>
  );
}
