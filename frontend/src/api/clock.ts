/** Server time minus browser time, in milliseconds. */
let lag = 0;

/** Sets the server's time, as of this moment. */
export function setServerTime(instant: string): void {
  lag = Date.parse(instant) - Date.now();
}

/** The server's time in milliseconds since 1970; the browser's clock may be wrong. */
export const now = (): number => Date.now() + lag;
