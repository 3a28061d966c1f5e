// The clock under the list, and moving it on.

import { post } from "./api.js";
import { attempt, byId, el, toast } from "./dom.js";
import { form } from "./dialogs.js";
import { icon } from "./icons.js";
import { fieldOf, fullOf, lengthOf, nowMs, zoneName } from "./time.js";

const TICK = 1000;
const DAY = 86_400_000;

export function drawClock(state) {
  const { time } = state.info;
  const button = byId("clock");
  button.disabled = !time.controlled || button.classList.contains("moving");
  button.title = time.controlled ? "Перевести часы вперёд" : "Часы машины: переводить их может только демо";
  tick(state);
}

function tick(state) {
  const { time } = state.info;
  const ahead = time.ahead_ms > 60_000 ? `впереди на ${lengthOf(time.ahead_ms)}` : "";
  const words = byId("clock").classList.contains("moving")
    ? ["Перевожу часы…", "боты заканчивают дела"]
    : [fullOf(nowMs()), [zoneName(), ahead || (time.controlled ? "часы можно перевести" : "")].filter(Boolean).join(" · ")];
  const shown = words.join("|");
  const button = byId("clock");
  if (button.dataset.shown === shown) return;
  button.dataset.shown = shown;
  button.setAttribute("aria-label", `Время песочницы: ${words[0]}`);
  button.replaceChildren(icon("clock"), el("span", { class: "clock-text" }, el("b", {}, words[0]), el("span", { class: "hint" }, words[1])));
}

export function watchClock(state, actions) {
  setInterval(() => state.info && tick(state), TICK);
  byId("clock").addEventListener("click", () => open(state, actions));
}

async function open(state, actions) {
  let chosen = null;
  const quick = (label, jump) =>
    el(
      "button",
      {
        // Not of the form: Enter in the field means the time that stands there.
        type: "button",
        class: "secondary",
        onclick: () => {
          chosen = jump;
          byId("dialog").close("");
        },
      },
      label,
    );
  const tomorrow = `${fieldOf(nowMs() + DAY).slice(0, 10)}T10:00`;
  const above = el(
    "div",
    { class: "offer" },
    el("p", { class: "dialog-text" }, "Сейчас ", el("b", {}, fullOf(nowMs())), zoneName() ? `, ${zoneName()}` : "", ". Время идёт только вперёд: боты, рассылки, напоминания и панель сразу живут по новому."),
    el("div", { class: "jumps", role: "group", "aria-label": "Перевести на" }, quick("+1 час", { hours: 1 }), quick("+1 день", { days: 1 }), quick("+1 неделя", { days: 7 }), quick("Завтра в 10:00", { to: tomorrow })),
  );
  const given = await form("Перевести часы", "Перевести на это время", [{ name: "to", label: "Дата и время", type: "datetime-local", value: tomorrow, min: fieldOf(nowMs()), required: true }], above);
  const jump = chosen || (given && { to: given.to });
  if (jump) await move(jump, state, actions);
}

async function move(jump, state, actions) {
  const button = byId("clock");
  button.classList.add("moving");
  drawClock(state);
  const time = await attempt(() => post("/time/jump", jump));
  button.classList.remove("moving");
  await actions.refresh();
  if (time) toast(`Теперь ${fullOf(nowMs())}`);
}
