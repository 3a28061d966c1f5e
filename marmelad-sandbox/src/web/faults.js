// Faults on the bots' calls, and the limits of sending.

import { get, post, put, remove } from "./api.js";
import { attempt, byId, el, replace, toast, toggle } from "./dom.js";
import { botName } from "./links.js";

const KINDS = [
  ["limit", "429: слишком часто", { kind: "retry_after", seconds: 5 }],
  ["server", "502 от сервера", { kind: "http", status: 502, json: true }],
  ["forbidden", "403: бот заблокирован", { kind: "refuse", code: 403, description: "Forbidden: bot was blocked by the user" }],
  ["cut", "Обрыв, вызов не дошёл", { kind: "cut" }],
  ["cut-after", "Обрыв, вызов исполнен", { kind: "cut", after_effect: true }],
  ["hang", "Ответ через 5 секунд", { kind: "hang", millis: 5000 }],
  ["garbage", "Непонятный ответ", { kind: "garbage", after_effect: true }],
];
const METHODS = ["sendMessage", "sendPhoto", "sendVideo", "sendDocument", "copyMessage", "editMessageText", "deleteMessage", "answerCallbackQuery", "getChatMember", "getUpdates"];
const TIMES = [
  ["1", "Один раз", { times: 1 }],
  ["3", "Три раза", { times: 3 }],
  ["10", "Десять раз", { times: 10 }],
  ["minute", "Минуту подряд", { for_millis: 60_000 }],
];
const TELEGRAM = { per_bot: 30, per_chat: 1 };

export function faultsPanel(state, again) {
  const select = (name, label, options) => el("label", { class: "labelled" }, el("span", {}, label), el("select", { class: "field", name }, ...options.map(([value, text]) => el("option", { value }, text))));
  const arm = async (event) => {
    event.preventDefault();
    const { what, bot, method, times, here } = event.target.elements;
    const of = (list, input) => list.find(([value]) => value === input.value)[2];
    const fault = { ...of(KINDS, what), ...of(TIMES, times) };
    if (bot.value) fault.bot = bot.value;
    if (method.value) fault.method = method.value;
    if (here.checked && state.person) fault.chat_id = state.person;
    if (await attempt(() => post("/faults", fault))) again();
  };
  return [
    el(
      "form",
      { class: "dialog-form", onsubmit: arm },
      select("what", "Что случится", KINDS),
      select("bot", "У какого бота", [["", "Оба бота"], ["main", botName("main")], ["auth", botName("auth")]]),
      select("method", "На каком вызове", [...METHODS.map((name) => [name, name]), ["", "На любом"]]),
      select("times", "Сколько раз", TIMES),
      el("label", { class: "check" }, el("input", { type: "checkbox", name: "here" }), "Только открытый чат"),
      el("button", { type: "submit", class: "primary" }, "Включить сбой"),
    ),
    el("section", { "aria-label": "Включённые сбои", id: "armed" }),
    el("section", { "aria-label": "Ограничения", id: "limits" }),
    el(
      "button",
      {
        type: "button",
        class: "secondary wide",
        title: "Бот не сможет ответить на нажатия, сделанные до этого",
        onclick: async () => (await attempt(() => post("/presses/expire"))) && toast("Прежние нажатия просрочены"),
      },
      "Просрочить нажатия кнопок",
    ),
  ];
}

export async function drawFaults() {
  const [armed, limits] = await Promise.all([get("/faults"), get("/limits")]);
  replace(byId("armed"), armed, () => [
    el("h3", {}, armed.length ? "Включены" : "Сбоев нет"),
    ...armed.map(line),
    armed.length > 1 ? el("button", { type: "button", class: "secondary wide", onclick: () => drop("/faults") }, "Снять все") : el("span"),
  ]);
  const on = limits.per_bot !== null || limits.per_chat !== null;
  replace(byId("limits"), on, () =>
    toggle("Ограничения Telegram", "30 сообщений в секунду, в чат одно; больше — 429", on, (wanted) => attempt(() => put("/limits", wanted ? TELEGRAM : {}))),
  );
}

async function drop(path) {
  await attempt(() => remove(path));
  await drawFaults();
}

function line({ id, left, fault }) {
  const same = ([, , what]) => what.kind === fault.kind && Boolean(what.after_effect) === Boolean(fault.after_effect);
  const name = KINDS.find(same)?.[1] || fault.kind;
  const where = [fault.bot ? botName(fault.bot) : "оба бота", fault.method || "любой вызов", fault.chat_id && `чат ${fault.chat_id}`, left === null ? "подряд" : `ещё ${left}`];
  return el(
    "div",
    { class: "armed" },
    el("span", { class: "toggle-text" }, name, el("span", { class: "hint" }, where.filter(Boolean).join(" · "))),
    el("button", { type: "button", class: "secondary", onclick: () => drop(`/faults/${id}`), "aria-label": `Снять сбой: ${name}` }, "Снять"),
  );
}
