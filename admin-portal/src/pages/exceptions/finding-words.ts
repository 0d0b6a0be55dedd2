import { fen } from '@louting/common/money';
import type { ExceptionRow } from '@louting/server/contract/exceptions-api';
import { useTranslation } from 'react-i18next';
import { yuan } from '../../money/money.tsx';

/** @returns a function that says what was found in the language of the page */
export function useFindingWords(): (finding: ExceptionRow['finding']) => string {
  const { t } = useTranslation();
  return ({ code, values, inFen }) => {
    const [first = '', second = ''] = inFen ? values.map((value) => yuan(fen(Number(value)))) : values;
    return t(`finding.${code}`, { first, second, defaultValue: first });
  };
}
