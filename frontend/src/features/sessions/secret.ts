/** The secret in a pasted login link or code; null when there is none. */
export function secretOf(pasted: string): string | null {
  const typed = pasted.trim();
  const inLink = /[?&]token=([^&#\s]+)/.exec(typed)?.[1];
  if (inLink) return decodeURIComponent(inLink);
  return /^[0-9a-zA-Z_-]{16,}$/.test(typed) ? typed : null;
}
