// One message as a bubble.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { attached, isPicture } from "./media.js";
import { formatted, linkTo, safeUrl } from "./text.js";
import { clockOf, fullOf } from "./time.js";

// `again`: it was shown before and has changed.
export function bubble(message, actions, again) {
  const mine = message.direction === "from_person";
  const body = el("div", { class: `bubble ${isPicture(message.attachment) ? "pictured" : ""} ${again ? "changed" : ""}` });
  const attachment = message.attachment && attached(message.attachment);
  if (attachment) body.append(attachment);
  if (message.text) {
    body.append(el("div", { class: "text" }, formatted(message.text, message.entities, actions)));
  }
  body.append(stamp(message));
  const rows = message.markup?.inline_keyboard || [];
  const keyboard = rows.length
    ? el("div", { class: "inline", role: "group", "aria-label": "Кнопки под сообщением" }, ...rows.map((row) => buttonRow(message, row, actions)))
    : null;
  return el(
    "article",
    { class: `row ${mine ? "mine" : "theirs"}`, "aria-label": mine ? "Вы" : "Бот", "data-message": message.message_id },
    el("div", { class: "stack" }, body, keyboard),
  );
}

function stamp({ date, edit_date, silent }) {
  const edited = edit_date ? `, изменено ${fullOf(edit_date * 1000)}` : "";
  return el(
    "span",
    { class: "time", title: fullOf(date * 1000) + edited },
    silent ? icon("quiet") : null,
    edit_date ? "изменено " : "",
    el("time", { datetime: new Date(date * 1000).toISOString() }, clockOf(date * 1000)),
  );
}

function buttonRow(message, row, actions) {
  return el("div", { class: "inline-row" }, ...row.map((button) => inlineButton(message, button, actions)));
}

function inlineButton(message, button, actions) {
  const address = button.url && (/^[a-z]+:/i.test(button.url) ? button.url : `http://${button.url}`);
  const url = address && safeUrl(address);
  if (url) {
    const link = linkTo(url, "inline-button", actions);
    link.append(button.text, el("span", { class: "corner", "aria-hidden": "true" }, "↗"));
    return link;
  }
  const node = el("button", { type: "button", class: "inline-button" }, button.text);
  node.addEventListener("click", async () => {
    node.classList.add("waiting");
    node.setAttribute("aria-busy", "true");
    if (button.callback_data !== undefined) await actions.press(message, button);
    else if (button.copy_text) await actions.copy(button.copy_text.text);
    node.classList.remove("waiting");
    node.removeAttribute("aria-busy");
  });
  return node;
}
