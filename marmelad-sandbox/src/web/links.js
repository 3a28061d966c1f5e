// Links into the sandbox: which bot, which payload.

export const botName = (bot) => (bot === "auth" ? "Касса" : "Мармеладный дворик");

// `https://t.me/<bot>?start=<payload>`, `tg://resolve?domain=<bot>&start=…`, or
// the bare label of a campaign; null when it is none of these.
export function readLink(text, info) {
  const typed = text.trim();
  if (!typed) return null;
  const web = typed.match(/^(?:https?:\/\/)?(?:t|telegram)\.me\/([A-Za-z0-9_]+)\/?(?:\?(\S*))?$/i);
  const app = typed.match(/^tg:(?:\/\/)?resolve\?(\S+)$/i);
  if (web || app) {
    const query = new URLSearchParams((web ? web[2] : app[1]) || "");
    const name = web ? web[1] : query.get("domain") || "";
    const bot = info.bots.find((known) => known.username.toLowerCase() === name.toLowerCase());
    return bot ? { bot: bot.bot, payload: query.get("start") || "" } : null;
  }
  if (!/^ref_[A-Za-z0-9_-]{1,60}$/.test(typed)) return null;
  return { bot: "main", payload: typed };
}
