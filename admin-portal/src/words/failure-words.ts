import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { RequestFailure } from '../api/client.ts';
import { currentLanguage } from './i18n.ts';

type FailureWords = Record<string, { staff?: string }>;

const files = import.meta.glob<{ default: FailureWords }>('../../../assets/locales/*/failures.json');

/**
 * @returns what staff read for a failure code, in the current language: loaded when first needed; the bare code when
 * the code has no words.
 */
export function useFailureWords(): (code: string) => string {
  const { i18n } = useTranslation();
  const { data } = useQuery({
    queryKey: ['failure-words', i18n.language],
    queryFn: async () => {
      const load = files[`../../../assets/locales/${currentLanguage()}/failures.json`];
      return load ? (await load()).default : {};
    },
    staleTime: Infinity,
  });
  return (code) => data?.[code]?.staff ?? code;
}

/** The code of an expected refusal; anything else is unexpected. */
export function failureCode(error: unknown): string {
  return error instanceof RequestFailure ? error.code : 'LT-9999';
}
