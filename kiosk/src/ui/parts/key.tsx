import { useState, type ReactNode } from 'react';
import type { Intent, ScreenModel } from '../../screens.ts';
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
  readonly children: ReactNode;
}

/** Everything that can be pressed. It stays down from the touch until the service answers with its next push. */
export function Key({ kind = 'second', intent, onPress, className, disabled, label, ticked, children }: KeyProps) {
  const { model, send } = useUi();
  const [pressedOn, setPressedOn] = useState<ScreenModel>();
  return (
    <button
      type="button"
      className={['key', `key-${kind}`, className ?? ''].join(' ').trim()}
      disabled={disabled ?? false}
      data-down={pressedOn === model}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(ticked === undefined ? {} : { role: 'checkbox', 'aria-checked': ticked })}
      onClick={() => {
        onPress?.();
        if (intent === undefined) return;
        // Heard at once: no push of the service answers it.
        if (intent.intent !== 'hear-again') setPressedOn(model);
        send(intent);
      }}
    >
      {children}
    </button>
  );
}
