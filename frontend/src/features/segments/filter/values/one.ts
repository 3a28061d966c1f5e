import type { Typed } from '@/features/segments/filter/tree';

interface Shared {
  label: string;
  /** The error; empty where the text is shown elsewhere. */
  error: string | undefined;
  isDisabled: boolean;
}

/** Props of an editor of one value. */
export interface One extends Shared {
  value: Typed;
  onChange: (value: Typed) => void;
}

/** Props of an editor of a list. */
export interface Many extends Shared {
  values: readonly Typed[];
  onChange: (values: readonly Typed[]) => void;
}
