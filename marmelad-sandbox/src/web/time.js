// What time it is in the sandbox, and how times are written.

let ahead = 0;
let zone;
let formats = {};

// Takes the time as the sandbox tells it; from then on it is counted here.
export function setTime(time) {
  ahead = time.now_ms - Date.now();
  const wanted = time.zone || undefined;
  if (wanted !== zone || !formats.clock) {
    zone = wanted;
    const made = (options) => new Intl.DateTimeFormat("ru", { timeZone: zone, ...options });
    formats = {
      clock: made({ hour: "2-digit", minute: "2-digit" }),
      exact: made({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
      day: made({ day: "numeric", month: "long" }),
      year: made({ day: "numeric", month: "long", year: "numeric" }),
      week: made({ weekday: "short" }),
      short: made({ day: "2-digit", month: "2-digit", year: "2-digit" }),
      full: made({ weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }),
      zone: made({ timeZoneName: "long" }),
      iso: new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }),
    };
  }
}

export const nowMs = () => Date.now() + ahead;
// «Владивосток» of «Владивосток, стандартное время».
export const zoneName = () => (zone ? formats.zone.formatToParts(nowMs()).find(({ type }) => type === "timeZoneName").value.split(",")[0] : "");
export const clockOf = (ms) => formats.clock.format(ms);
export const exactOf = (ms) => formats.exact.format(ms);
export const fullOf = (ms) => formats.full.format(ms);

// `2026-03-05T10:00`, as a field for date and time wants it.
export const fieldOf = (ms) => formats.iso.format(ms).replace(" ", "T");

const DAY = 86_400_000;
const dateOf = (ms) => fieldOf(ms).slice(0, 10);

// Over the messages of a day.
export function dayOf(ms) {
  const now = nowMs();
  if (dateOf(ms) === dateOf(now)) return "Сегодня";
  if (dateOf(ms) === dateOf(now - DAY)) return "Вчера";
  const thisYear = fieldOf(ms).slice(0, 4) === fieldOf(now).slice(0, 4);
  return (thisYear ? formats.day : formats.year).format(ms);
}

// In the list of chats.
export function briefOf(ms) {
  const now = nowMs();
  if (dateOf(ms) === dateOf(now)) return clockOf(ms);
  return now - ms < 6 * DAY ? formats.week.format(ms) : formats.short.format(ms);
}

export function plural(count, [one, few, many]) {
  const tens = count % 100;
  const ones = count % 10;
  if (tens > 10 && tens < 20) return many;
  if (ones === 1) return one;
  return ones > 1 && ones < 5 ? few : many;
}

// How far a jump went, as people say it.
export function lengthOf(ms) {
  const minutes = Math.round(ms / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), ["день", "дня", "дней"]],
    [Math.floor((minutes % 1440) / 60), ["час", "часа", "часов"]],
    [minutes % 60, ["минуту", "минуты", "минут"]],
  ];
  const said = parts.filter(([count]) => count).map(([count, words]) => `${count} ${plural(count, words)}`);
  return said.slice(0, 2).join(" ") || "минуту";
}
