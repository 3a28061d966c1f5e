import { Skeleton } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SegmentFilter } from '@/api/schema';
import { useFormats } from '@/components/format';
import { previewOptions } from '@/features/segments/filter/audience';

/** The number of clients in a segment, counted once the cell is visible. */
export function SegmentCount({ filter }: { filter: SegmentFilter }) {
  const { number } = useFormats();
  const [ref, isSeen] = useSeen();
  const { data, isError } = useQuery({ ...previewOptions(filter), enabled: isSeen, staleTime: 60_000 });
  return (
    <span ref={ref}>
      {data ? (
        number(data.count)
      ) : isError ? (
        '—'
      ) : (
        <Skeleton component="span" width={48} sx={{ display: 'inline-block' }} />
      )}
    </span>
  );
}

function useSeen() {
  const ref = useRef<HTMLSpanElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      setSeen(true);
      observer.disconnect();
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, isSeen] as const;
}
