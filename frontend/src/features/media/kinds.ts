import type { MediaType } from '@/api/schema';

/** The kinds of media. */
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

/** The `accept` attribute of the file input. */
export const ACCEPT: Readonly<Record<MediaKind, string>> = {
  photo: 'image/jpeg,image/png,image/webp',
  video: 'video/mp4,.m4v',
  animation: 'image/gif,video/mp4',
  document: '',
};

/** Whether a file is too large for its kind, checked before the upload to save time. */
export const isTooLarge = (kind: MediaKind, bytes: number): boolean => bytes > MAX_MB[kind] * MB;
