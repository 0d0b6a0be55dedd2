import { fen, formatYuan } from '@louting/common/money';
import { useUi } from '../ui-context.ts';
import './amount.css';

interface AmountProps {
  readonly fen: number;
  readonly size?: 'inline' | 'amount' | 'hero';
}

/** `286.40 元` in Chinese, `¥286.40` in English; the figures stand in columns. */
export function Amount({ fen: value, size = 'inline' }: AmountProps) {
  const { language } = useUi().model;
  const figures = formatYuan(fen(value));
  return (
    <span className={`amount amount-${size}`}>
      {language === 'en' && <span className="amount-unit">¥</span>}
      {figures}
      {language !== 'en' && <span className="amount-unit">&thinsp;元</span>}
    </span>
  );
}
