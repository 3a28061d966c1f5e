import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function that stays the same object and does what `act` did when last drawn: for what is drawn anew by other objects. */
export function useLatest<Given extends unknown[], Result>(
  act: (...given: Given) => Result,
): (...given: Given) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...given: Given) => latest.current(...given), []);
}
