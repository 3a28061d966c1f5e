import type { MediaType } from '@/api/schema';

/** What a file can be sent as. */
export const MEDIA_KINDS = ['photo', 'video', 'animation', 'document'] as const;
export type MediaKind = Exclude<MediaType, 'none'>;

const MB = 1024 * 1024;

/** The largest upload of each kind, in MB. */
export const MAX_MB: Readonly<Record<MediaKind, number>> = {
  photo: 10,
  video: 50,
  animation: 50,
  document: 50,
};

/** The largest file that Telegram fetches from an address, in MB. */
export const MAX_LINK_MB: Readonly<Record<MediaKind, number>> = {
  photo: 5,
  video: 20,
  animation: 20,
  document: 20,
};

/** What the browser's choice of files offers. */
export const ACCEPT: Readonly<Record<MediaKind, string>> = {
  photo: 'image/jpeg,image/png,image/webp',
  video: 'video/mp4,.m4v',
  animation: 'image/gif,video/mp4',
  document: '',
};

/** Whether the file is too large to be sent as this, which is better known before it is uploaded. */
export const isTooLarge = (kind: MediaKind, bytes: number): boolean => bytes > MAX_MB[kind] * MB;
