import { fetchFile } from './client';

/** Fetches a file with the session's token and hands it to the browser to save. */
export async function download(address: string, query: object, fallbackName: string): Promise<void> {
  const { blob, name } = await fetchFile(address, query);
  saveBlob(blob, name ?? fallbackName);
}

/** Offers a blob to the browser as a download. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // Some browsers read the blob only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
