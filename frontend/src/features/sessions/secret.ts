/** The login link's secret from what somebody pasted: the whole link, or the code alone; null when there is none. */
export function secretOf(pasted: string): string | null {
  const typed = pasted.trim();
  const inLink = /[?&]token=([^&#\s]+)/.exec(typed)?.[1];
  if (inLink) return decodeURIComponent(inLink);
  return /^[0-9a-zA-Z_-]{16,}$/.test(typed) ? typed : null;
}
