import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { errors as known } from '@/i18n/ru/errors';

type Slug = Exclude<keyof typeof known, (typeof notSlugs)[number]>;

const notSlugs = ['field', 'codes', 'requestId', 'checkFields'] as const;

const isKnown = (slug: string): slug is Slug =>
  slug in known && !(notSlugs as readonly string[]).includes(slug);

/** Gives the function that puts a failure into one sentence. */
export function useErrorText(): (failure: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (failure: unknown) => {
      const problem = Problem.of(failure);
      const sentence = isKnown(problem.slug) ? t(`errors.${problem.slug}`) : t('errors.broken');
      // Only faults of the server need the id that finds them in the log.
      return problem.status >= 500 && problem.requestId
        ? `${sentence} ${t('errors.requestId', { id: problem.requestId })}`
        : sentence;
    },
    [t],
  );
}
