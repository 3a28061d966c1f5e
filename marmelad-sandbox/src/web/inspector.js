// The inspector: what the bots were told and what they asked, newest first.

import { get, query } from "./api.js";
import { byId, el, keeper, place } from "./dom.js";
import { entry } from "./entry.js";
import { drawFaults, faultsPanel } from "./faults.js";
import { icon } from "./icons.js";

const STEP = 100;
const MOST = 500;
const KINDS = [
  ["", "Всё"],
  ["update", "Обновления"],
  ["call", "Вызовы"],
  ["failure", "Ошибки"],
];
const BOTS = [
  ["", "Оба бота"],
  ["main", "Мармеладный дворик"],
  ["auth", "Касса"],
];

const wanted = { open: false, tab: "log", bot: "", kind: "", q: "", here: false, polls: false, paused: false, limit: STEP };
const keep = keeper();
let answered = null;

export function watchInspector(state) {
  const box = byId("inspector");
  const again = () => refreshInspector(state);
  const choose = (name, label, options) =>
    el("select", { class: "field", "aria-label": label, onchange: (event) => change({ [name]: event.target.value }) }, ...options.map(([value, text]) => el("option", { value }, text)));
  const check = (name, label) => el("label", { class: "check" }, el("input", { type: "checkbox", onchange: (event) => change({ [name]: event.target.checked }) }), label);
  const tab = (name, label) => el("button", { type: "button", role: "tab", class: "chip", id: `tab-${name}`, "aria-controls": `panel-${name}`, "aria-selected": String(wanted.tab === name), onclick: () => change({ tab: name }) }, label);
  const change = (what) => {
    Object.assign(wanted, { limit: STEP }, what);
    showTab();
    again();
  };
  box.append(
    el(
      "header",
      { class: "side-head" },
      el("h2", {}, "Инспектор"),
      el("div", { class: "tabs", role: "tablist", "aria-label": "Инспектор" }, tab("log", "Журнал"), tab("faults", "Сбои")),
      el("button", { type: "button", class: "round", "aria-label": "Закрыть инспектор", onclick: () => open(false) }, icon("close")),
    ),
    el(
      "div",
      { class: "inspector-panel", id: "panel-log", role: "tabpanel", "aria-labelledby": "tab-log" },
      el(
        "div",
        { class: "filters" },
        choose("bot", "Бот", BOTS),
        choose("kind", "Вид записи", KINDS),
        el("input", { type: "search", class: "field", placeholder: "Искать в журнале", "aria-label": "Искать в журнале", oninput: (event) => change({ q: event.target.value }) }),
        el("div", { class: "checks" }, check("here", "Только этот чат"), check("polls", "С getUpdates"), check("paused", "Пауза")),
      ),
      el("div", { class: "entries", id: "entries", role: "group", "aria-label": "Записи" }),
      el("button", { type: "button", class: "secondary wide", id: "older", hidden: true, onclick: () => change({ limit: MOST }) }, "Показать больше"),
    ),
    el("div", { class: "inspector-panel", id: "panel-faults", role: "tabpanel", "aria-labelledby": "tab-faults", hidden: true }, ...faultsPanel(state, again)),
  );
  byId("open-inspector").addEventListener("click", () => open(!wanted.open));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && wanted.open && !document.querySelector("dialog[open], [popover]:popover-open")) open(false);
  });
  function open(shown) {
    wanted.open = shown;
    box.hidden = !shown;
    byId("layout").classList.toggle("with-inspector", shown);
    byId("open-inspector").setAttribute("aria-expanded", String(shown));
    if (shown) again();
    else byId("open-inspector").focus();
  }
}

function showTab() {
  for (const name of ["log", "faults"]) {
    byId(`tab-${name}`).setAttribute("aria-selected", String(wanted.tab === name));
    byId(`panel-${name}`).hidden = wanted.tab !== name;
  }
}

export async function refreshInspector(state) {
  if (!wanted.open || !state.info) return;
  if (wanted.tab === "faults") {
    await drawFaults().catch(() => undefined);
    return;
  }
  if (wanted.paused && answered === placeOf(state)) return;
  const fields = { bot: wanted.bot, kind: wanted.kind, q: wanted.q, polls: wanted.polls, limit: wanted.limit };
  if (wanted.here && state.person) Object.assign(fields, { chat: state.person, bot: wanted.bot || state.bot });
  const asked = JSON.stringify([fields, placeOf(state)]);
  const found = await get(`/inspector?${query(fields)}`).catch(() => null);
  // Another question was asked meanwhile.
  if (!found || asked !== JSON.stringify([fields, placeOf(state)])) return;
  answered = placeOf(state);
  draw(found, state);
}

// What is asked for: a pause holds what is shown, not what is looked for.
const placeOf = (state) => JSON.stringify([wanted.bot, wanted.kind, wanted.q, wanted.here && [state.person, state.bot], wanted.polls, wanted.limit]);

function draw(found, state) {
  const names = new Map(state.people.map((person) => [person.id, person.name]));
  const entries = found.map((item) => ({
    key: item.key,
    value: JSON.stringify([item.waiting, names.get(item.chat)]),
    make: (before) => entry(item, names.get(item.chat), before?.open),
  }));
  if (!found.length) entries.push({ key: "none", value: "", make: () => el("p", { class: "hint none" }, "Таких записей нет.") });
  place(byId("entries"), keep(entries));
  byId("older").hidden = found.length < wanted.limit || wanted.limit >= MOST;
}
