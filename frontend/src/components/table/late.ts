import { useEffect, useState } from 'react';

/** Answers that come within this time need no sign that they are awaited. */
const PATIENCE_MS = 250;

/** Whether something has been so for a while: what is over at once is not shown. */
export function useLate(isSo: boolean): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isSo]);
  return isSo && isLate;
}
