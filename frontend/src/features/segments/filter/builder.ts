import { createContext, use } from 'react';

/** An error in a filter; `path` is a JSON Pointer into the filter. */
export interface FilterError {
  path: string;
  text: string;
}

/** The state shared by all parts of the builder. */
export interface Builder {
  isDisabled: boolean;
  errors: readonly FilterError[];
}

export const BuilderContext = createContext<Builder>({ isDisabled: false, errors: [] });

/** The shared state of the builder. */
export const useBuilder = (): Builder => use(BuilderContext);

/** The error at a path, or below it where `isDeep`. */
export function errorAt(errors: readonly FilterError[], path: string, isDeep: boolean): string | undefined {
  return errors.find((error) => error.path === path || (isDeep && error.path.startsWith(`${path}/`)))?.text;
}
