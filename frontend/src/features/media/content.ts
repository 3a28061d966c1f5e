import { useQuery } from '@tanstack/react-query';
import { fetchFile } from '@/api/client';

/** The content of an upload. */
export interface MediaContent {
  address: string;
  contentType: string;
}

/** The content of an upload as a blob address; the API needs the session's token. */
export function useMediaContent(id: number | null): MediaContent | undefined {
  const { data } = useQuery({
    queryKey: ['/media/{id}', id],
    queryFn: async ({ signal }): Promise<MediaContent> => {
      const { blob } = await fetchFile(`/media/${id ?? 0}`, {}, signal);
      return { address: URL.createObjectURL(blob), contentType: blob.type };
    },
    enabled: id !== null,
    // Uploads never change, and the blob address lives as long as the page.
    staleTime: 'static',
    gcTime: Infinity,
  });
  return data;
}
