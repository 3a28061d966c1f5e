import type { TFunction } from 'i18next';
import { listed, type Words } from './asked';
import { phrases } from './phrases';
import { opened, type FilterDraft } from './tree';

/** Parts that all hold, or of which one does. */
interface Said {
  join: 'and' | 'or';
  parts: readonly (string | Said)[];
}

/**
 * Reads a filter aloud: `Клиенты, у которых пол женский и (возраст от 25 до 40 лет или есть метка «vip»)`.
 * A `not` is told by the opposites of what stands in it, so that the sentence has no double negations.
 */
export function filterSentence(filter: FilterDraft, t: TFunction, names: Omit<Words, 't'>): string {
  const said = simplified(meaning(filter, false, { t, ...names }));
  if (typeof said !== 'string' && said.parts.length === 0)
    return said.join === 'and' ? t('segments.say.everybody') : t('segments.say.nobody');
  return t('segments.say.clients', { what: spoken(said, t) });
}

/** Pushes negations down to the conditions: not (a and b) is not a, or not b. */
function meaning(node: FilterDraft, isNegated: boolean, words: Words): Said {
  const inside = opened(node, isNegated);
  if (inside.kind === 'condition')
    return { join: 'or', parts: phrases(inside.condition, inside.isNegated, words) };
  const isOpposite = inside.mode === 'none' || inside.mode === 'notAll';
  const join = inside.mode === 'all' || inside.mode === 'none' ? 'and' : 'or';
  return { join, parts: inside.parts.map((part) => meaning(part, isOpposite, words)) };
}

/** Takes away groups of one part, and joins groups with their like around them. */
function simplified(said: string | Said): string | Said {
  if (typeof said === 'string') return said;
  const parts = said.parts.map(simplified);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    join: said.join,
    parts: parts.flatMap((part) =>
      typeof part !== 'string' && part.join === said.join ? part.parts : [part],
    ),
  };
}

function spoken(said: string | Said, t: TFunction): string {
  if (typeof said === 'string') return said;
  const parts = said.parts.map((part) => (typeof part === 'string' ? part : `(${spoken(part, t)})`));
  return listed(parts, said.join, t);
}
