import { useFilterSentence } from './sentence-hook';
import type { FilterDraft } from './tree';

/** A filter as a sentence. */
export function FilterSentence({ filter }: { filter: FilterDraft }) {
  const sentence = useFilterSentence();
  return <>{sentence(filter)}</>;
}
