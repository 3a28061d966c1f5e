import type { Typed } from '@/features/segments/filter/tree';

interface Shared {
  label: string;
  /** What is wrong; empty where the words stand elsewhere. */
  error: string | undefined;
  isDisabled: boolean;
}

/** What every editor of one value takes. */
export interface One extends Shared {
  value: Typed;
  onChange: (value: Typed) => void;
}

/** What every editor of a list takes. */
export interface Many extends Shared {
  values: readonly Typed[];
  onChange: (values: readonly Typed[]) => void;
}
