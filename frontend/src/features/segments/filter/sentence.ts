import type { TFunction } from 'i18next';
import { listed, type Words } from './words';
import { phrases } from './phrases';
import { opened, type FilterDraft } from './tree';

/** Phrases joined by "and" or "or". */
interface Phrase {
  join: 'and' | 'or';
  parts: readonly (string | Phrase)[];
}

/**
 * Writes a filter as a sentence: `Клиенты, у которых пол женский и (возраст от 25 до 40 лет или есть метка «vip»)`.
 * A `not` is expressed by the opposites of its content, so that the sentence has no double negation.
 */
export function filterSentence(filter: FilterDraft, t: TFunction, names: Omit<Words, 't'>): string {
  const phrase = simplified(meaning(filter, false, { t, ...names }));
  if (typeof phrase !== 'string' && phrase.parts.length === 0)
    return phrase.join === 'and' ? t('segments.say.everybody') : t('segments.say.nobody');
  return t('segments.say.clients', { what: written(phrase, t) });
}

/** Pushes negations down to the conditions: not (a and b) is not a, or not b. */
function meaning(node: FilterDraft, isNegated: boolean, words: Words): Phrase {
  const inside = opened(node, isNegated);
  if (inside.kind === 'condition')
    return { join: 'or', parts: phrases(inside.condition, inside.isNegated, words) };
  const isOpposite = inside.mode === 'none' || inside.mode === 'notAll';
  const join = inside.mode === 'all' || inside.mode === 'none' ? 'and' : 'or';
  return { join, parts: inside.parts.map((part) => meaning(part, isOpposite, words)) };
}

/** Unwraps groups of one part, and merges groups into parents of the same kind. */
function simplified(phrase: string | Phrase): string | Phrase {
  if (typeof phrase === 'string') return phrase;
  const parts = phrase.parts.map(simplified);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return {
    join: phrase.join,
    parts: parts.flatMap((part) =>
      typeof part !== 'string' && part.join === phrase.join ? part.parts : [part],
    ),
  };
}

function written(phrase: string | Phrase, t: TFunction): string {
  if (typeof phrase === 'string') return phrase;
  const parts = phrase.parts.map((part) => (typeof part === 'string' ? part : `(${written(part, t)})`));
  return listed(parts, phrase.join, t);
}
