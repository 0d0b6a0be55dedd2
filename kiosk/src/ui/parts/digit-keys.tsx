import { useTranslation } from 'react-i18next';
import { Key } from './key.tsx';
import './digit-keys.css';

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

interface DigitKeysProps {
  readonly takes: (digit: number) => boolean;
  readonly canErase: boolean;
}

/**
 * Digits and nothing else, in the order of a telephone. What is typed lives in the service; a keypad beside the screen
 * says the same by `Said.typing`.
 */
export function DigitKeys({ takes, canErase }: DigitKeysProps) {
  const { t } = useTranslation();
  const digitKey = (digit: number) => (
    <Key className="digit-key" intent={{ intent: 'press-digit', digit }} disabled={!takes(digit)}>
      {digit}
    </Key>
  );
  return (
    <ul className="digit-keys">
      {DIGITS.map((digit) => (
        <li key={digit}>{digitKey(digit)}</li>
      ))}
      <li className="digit-zero">{digitKey(0)}</li>
      <li>
        <Key kind="quiet" className="digit-key digit-erase" intent={{ intent: 'erase-digit' }} disabled={!canErase}>
          {t('keypad.erase')}
        </Key>
      </li>
    </ul>
  );
}
