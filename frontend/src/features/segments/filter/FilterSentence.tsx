import { useFilterSentence } from './sentence-hook';
import type { FilterDraft } from './tree';

/** A filter, read aloud. */
export function FilterSentence({ filter }: { filter: FilterDraft }) {
  const sentence = useFilterSentence();
  return <>{sentence(filter)}</>;
}
