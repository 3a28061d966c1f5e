// Questions and notices over the page.

import { byId, el } from "./dom.js";

// Shows the dialog; answers how it was closed, "" for Esc.
function show(title, ...body) {
  const dialog = byId("dialog");
  if (dialog.open) dialog.close("");
  dialog.returnValue = "";
  dialog.replaceChildren(el("h2", { id: "dialog-title" }, title), ...body);
  dialog.showModal();
  return new Promise((closed) => dialog.addEventListener("close", () => closed(dialog.returnValue), { once: true }));
}

function buttons(yes, no) {
  return el(
    "div",
    { class: "dialog-buttons" },
    // First in the form, so that Enter means it.
    el("button", { type: "submit", value: "yes", class: "primary", autofocus: true }, yes),
    no ? el("button", { type: "submit", value: "", formnovalidate: true, class: "secondary" }, no) : null,
  );
}

// An alert of the bot.
export function tell(text) {
  return show("Сообщение бота", el("p", { class: "dialog-text" }, text), el("form", { method: "dialog" }, buttons("Понятно")));
}

export async function ask(title, text, yes) {
  return (await show(title, el("p", { class: "dialog-text" }, text), el("form", { method: "dialog" }, buttons(yes, "Отмена")))) === "yes";
}

// A few fields; their values by name, or null.
export async function form(title, yes, fields, above) {
  const body = el("form", { method: "dialog", class: "dialog-form" }, above, ...fields.map(field), buttons(yes, "Отмена"));
  const [first] = fields;
  const closed = show(title, body);
  body.elements[first.name]?.focus();
  if ((await closed) !== "yes") return null;
  return Object.fromEntries(fields.map(({ name }) => [name, read(body.elements[name])]));
}

const read = (input) => (input.type === "checkbox" ? input.checked : input.value.trim());

function field({ label, hint, options, type, name, value, ...rest }) {
  if (type === "checkbox") {
    return el("label", { class: "check" }, el("input", { type, name, checked: Boolean(value) }), label);
  }
  const input = options
    ? el("select", { name, class: "field" }, ...options.map(([key, text]) => el("option", { value: key, selected: String(key) === String(value) }, text)))
    : el("input", { name, type: type || "text", class: "field", autocomplete: "off", value: value ?? "", ...rest });
  return el("label", { class: "labelled" }, el("span", {}, label), input, hint ? el("span", { class: "hint" }, hint) : null);
}

export const PLACES = {
  creator: "владелец канала",
  administrator: "администратор канала",
  member: "подписан(а) на канал",
  restricted: "подписан(а), с ограничениями",
  restricted_outside: "не подписан(а), с ограничениями",
  left: "не подписан(а) на канал",
  kicked: "заблокирован(а) в канале",
};

// The channel, as whoever follows a link to it sees it.
export async function channelDialog(state, actions) {
  const { title, username } = state.info.channel;
  const inside = state.view.subscribed;
  const words = el("p", { class: "dialog-text" }, `@${username}`, el("br"), `${state.view.name}: ${PLACES[state.view.status]}`);
  const closed = await show(`Канал «${title}»`, words, el("form", { method: "dialog" }, buttons(inside ? "Отписаться" : "Подписаться", "Закрыть")));
  if (closed === "yes") await actions.member(inside ? "left" : "member");
}
