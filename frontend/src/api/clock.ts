/** How far the browser's clock is behind the server's, in milliseconds. */
let lag = 0;

/** The server's clock shows `instant` at this moment. */
export function setServerTime(instant: string): void {
  lag = Date.parse(instant) - Date.now();
}

/** What the server's clock shows, in milliseconds since 1970: a browser's own may be wrong. */
export const now = (): number => Date.now() + lag;
