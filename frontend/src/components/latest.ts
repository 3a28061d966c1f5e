import { useCallback, useLayoutEffect, useRef } from 'react';

/** A function of constant identity that calls the latest `act`, for components that re-render on a new function. */
export function useLatest<Given extends unknown[], Result>(
  act: (...given: Given) => Result,
): (...given: Given) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...given: Given) => latest.current(...given), []);
}
