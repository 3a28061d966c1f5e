import { createContext, use } from 'react';

/** A place in a filter with what is wrong there, in words; `path` is a JSON Pointer into the filter. */
export interface FilterError {
  path: string;
  text: string;
}

/** What all parts of the builder know. */
export interface Builder {
  isDisabled: boolean;
  errors: readonly FilterError[];
}

export const BuilderContext = createContext<Builder>({ isDisabled: false, errors: [] });

/** For parts of the builder: what all of them know. */
export const useBuilder = (): Builder => use(BuilderContext);

/** What is wrong at a place, or within it where `isDeep`. */
export function errorAt(errors: readonly FilterError[], path: string, isDeep: boolean): string | undefined {
  return errors.find((error) => error.path === path || (isDeep && error.path.startsWith(`${path}/`)))?.text;
}
