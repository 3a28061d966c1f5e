import i18next from 'i18next';
import { z } from 'zod';

/** At most so many tags are added or removed at a time. */
const MAX_TAGS = 20;
const MAX_LENGTH = 64;

const tags = () =>
  z
    .array(z.string().max(MAX_LENGTH, { error: () => i18next.t('users.bulk.tooLong') }))
    .max(MAX_TAGS, { error: () => i18next.t('users.bulk.tooMany') });

/** Whose tags are changed, and how. */
export const tagChange = () =>
  z
    .object({ scope: z.enum(['selected', 'all']), add_tags: tags(), remove_tags: tags() })
    .superRefine(({ add_tags: added, remove_tags: removed }, context) => {
      if (added.length + removed.length === 0) {
        context.addIssue({ code: 'custom', path: ['add_tags'], message: i18next.t('users.bulk.nothing') });
      }
      if (added.some((tag) => removed.includes(tag))) {
        context.addIssue({ code: 'custom', path: ['remove_tags'], message: i18next.t('users.bulk.both') });
      }
    });

export type TagChange = z.infer<ReturnType<typeof tagChange>>;
