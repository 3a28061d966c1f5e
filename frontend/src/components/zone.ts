import { now } from '@/api/clock';

/** The first and last day that fields accept: years have four digits. */
export const FIRST_DAY = '1970-01-01';
export const LAST_DAY = '2999-12-31';

/** Whether a text is a day such as `2026-03-05` that fields accept. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < FIRST_DAY || text > LAST_DAY) return false;
  const at = Date.parse(`${text}T00:00Z`);
  // Browsers read 30 February as 2 March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Whether a text is a local time such as `2026-03-05T10:00` on such a day. */
export function isLocalTime(text: string): boolean {
  return isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?$/.test(text.slice(10));
}

/**
 * The instant at which the clocks of `timeZone` show a local time such as `2026-03-05T10:00`, in UTC
 * (`2026-03-05T00:00:00.000Z`). A time skipped by a change of clocks counts as the time after the change.
 *
 * @throws RangeError for anything but a local time; check typed text with `isLocalTime` first.
 */
export function instantOf(local: string, timeZone: string): string {
  if (!isLocalTime(local)) throw new RangeError(`not a local time: ${local}`);
  const wanted = Date.parse(`${local}Z`);
  // The offset at the first guess may differ from the offset at the result, so there are two rounds.
  let instant = wanted;
  for (let round = 0; round < 2; round += 1) instant = wanted - offsetMs(instant, timeZone);
  return new Date(instant).toISOString();
}

/** What the clocks of `timeZone` show at an instant, as `2026-03-05T10:00`: the value of a `datetime-local` field. */
export function localOf(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 16);
}

/** The local day in `timeZone` at an instant, now by default, as `2026-03-05`. */
export function dayIn(timeZone: string, at: Date = new Date(now())): string {
  return localOf(at.toISOString(), timeZone).slice(0, 10);
}

/** The day `count` days after (before, when negative) a local day. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const get = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    get('year'),
    get('month') - 1,
    get('day'),
    get('hour'),
    get('minute'),
    get('second'),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
