import { useQuery } from '@tanstack/react-query';
import { fetchFile } from '@/api/client';

/** An upload as the browser can show it. */
export interface MediaContent {
  address: string;
  contentType: string;
}

/** An upload's content at an address of the page's own; the API gives it only with the session's token. */
export function useMediaContent(id: number | null): MediaContent | undefined {
  const { data } = useQuery({
    queryKey: ['/media/{id}', id],
    queryFn: async ({ signal }): Promise<MediaContent> => {
      const { blob } = await fetchFile(`/media/${id ?? 0}`, {}, signal);
      return { address: URL.createObjectURL(blob), contentType: blob.type };
    },
    enabled: id !== null,
    // What is uploaded never changes, and the address holds as long as the page.
    staleTime: 'static',
    gcTime: Infinity,
  });
  return data;
}
