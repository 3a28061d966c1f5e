// One line of the inspector, and the JSON behind it.

import { el, toast } from "./dom.js";
import { icon } from "./icons.js";
import { botName } from "./links.js";
import { exactOf, fullOf } from "./time.js";

export function entry(item, person, isOpen) {
  const isUpdate = item.what === "update";
  const node = el(
    "details",
    { class: `entry ${isUpdate ? "update" : "call"}`, "data-key": item.key },
    el(
      "summary",
      { "aria-label": `${isUpdate ? "Обновление" : "Вызов"} ${item.name}, ${status(item).words}` },
      el("span", { class: "arrow", title: isUpdate ? "Обновление боту" : "Вызов бота" }, isUpdate ? "↓" : "↑"),
      el("b", { class: "entry-name" }, item.name),
      state(item),
      el("span", { class: "entry-who" }, [botName(item.bot), person || (item.chat && `чат ${item.chat}`)].filter(Boolean).join(" · ")),
      el("span", { class: "entry-when", title: fullOf(item.at_ms) }, item.took_ms === undefined ? "" : `${item.took_ms} мс · `, exactOf(item.at_ms)),
    ),
  );
  // Most are never opened.
  const fill = () => {
    if (node.childElementCount === 1) node.append(...bodies(item));
  };
  node.addEventListener("toggle", () => node.open && fill());
  if (isOpen) {
    fill();
    node.open = true;
  }
  return node;
}

function status(item) {
  if (item.what === "update") return item.waiting ? { words: "ждёт", kind: "wait" } : { words: "доставлено", kind: "good" };
  if (item.status === null) return { words: "обрыв", kind: "bad" };
  const kind = item.status < 400 && !item.faulted ? "good" : "bad";
  return { words: item.faulted ? `${item.status}, сбой` : String(item.status), kind };
}

function state(item) {
  const { words, kind } = status(item);
  return el("span", { class: `state ${kind}` }, words);
}

function bodies(item) {
  if (item.what === "update") return [json("Обновление", item.body)];
  const out = [json("Параметры", item.params)];
  if (item.description) out.unshift(el("p", { class: "entry-error" }, item.description));
  if (item.answer) out.push(json("Ответ", item.answer));
  return out;
}

function json(title, value) {
  const text = JSON.stringify(value, null, 2);
  const copy = async () => {
    await navigator.clipboard.writeText(text).then(
      () => toast("Скопировано"),
      () => toast("Браузер не дал скопировать", "bad"),
    );
  };
  return el(
    "div",
    { class: "json" },
    el("div", { class: "json-head" }, el("span", { class: "hint" }, title), el("button", { type: "button", class: "ghost", onclick: copy, "aria-label": `Скопировать: ${title}` }, icon("copy"), "Скопировать")),
    el("pre", { tabindex: "0", "aria-label": title }, ...coloured(text)),
  );
}

const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function coloured(text) {
  const out = [];
  let at = 0;
  for (const match of text.matchAll(TOKENS)) {
    out.push(text.slice(at, match.index));
    const kind = match[2] ? "key" : match[1] ? "text" : "value";
    const shown = match[1] || match[0];
    out.push(el("span", { class: `j-${kind}` }, shown), match[2] || "");
    at = match.index + match[0].length;
  }
  out.push(text.slice(at));
  return out.filter((part) => part !== "");
}
