import i18next from 'i18next';
import { z } from 'zod';
import type { SegmentFilter } from '@/api/schema';
import type { FilterError } from './builder';
import { readFilter } from './read';
import type { FilterDraft } from './tree';

/** A schema for a filter edited by `<FilterBuilder>`; gives a filter of the API. */
export const filterField = () =>
  z.custom<FilterDraft>().transform((draft, context): SegmentFilter => {
    const { filter, gaps } = readFilter(draft);
    if (filter !== null) return filter;
    for (const { path, code } of gaps) {
      const message = i18next.t(`errors.field.${code}`);
      context.addIssue({ code: 'custom', message, path: path.split('/').slice(1) });
    }
    return z.NEVER;
  });

/** The form's errors of a filter by path, for `<FilterBuilder errors>`. */
export function filterErrors(error: unknown, path = ''): FilterError[] {
  if (typeof error !== 'object' || error === null) return [];
  const { message } = error as { message?: unknown };
  const own = typeof message === 'string' && message !== '' ? [{ path, text: message }] : [];
  const inner = Object.entries(error)
    .filter(([name]) => isStep(name))
    .flatMap(([name, part]) => filterErrors(part, `${path}/${name}`));
  return [...own, ...inner];
}

/** Property names of a filter, as opposed to those of the form's error objects. */
const isStep = (name: string) => /^(all|any|not|field|op|value|\d+)$/.test(name);
