import { fen, formatYuan } from '@louting/common/money';
import { useUi } from '../ui-context.ts';
import './amount.css';

interface AmountProps {
  readonly fen: number;
  readonly size?: 'inline' | 'amount' | 'hero';
  /** Of an amount that is chosen in whole yuan only the yuan are shown. */
  readonly whole?: boolean;
}

/** `286.40 元` in Chinese, `¥286.40` in English; the figures stand in columns. */
export function Amount({ fen: value, size = 'inline', whole = false }: AmountProps) {
  const { language } = useUi().model;
  const figures = whole ? String(value / 100) : formatYuan(fen(value));
  return (
    <span className={`amount amount-${size}`}>
      {language === 'en' && <span className="amount-unit">¥</span>}
      {figures}
      {language !== 'en' && <span className="amount-unit">&thinsp;元</span>}
    </span>
  );
}
