// One message as a bubble.

import { el } from "./dom.js";
import { formatted, linkTo, safeUrl } from "./text.js";

const clock = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long" });

export const dayOf = (message) => day.format(new Date(message.date * 1000));

export function bubble(message, actions) {
  const mine = message.direction === "from_person";
  const body = el("div", { class: "bubble" });
  const attachment = message.attachment && attached(message.attachment);
  if (attachment) body.append(attachment);
  if (message.text) {
    body.append(el("div", { class: "text" }, formatted(message.text, message.entities, actions)));
  }
  const edited = message.edit_date ? "изменено " : "";
  body.append(el("span", { class: "time" }, edited + clock.format(new Date(message.date * 1000))));
  const rows = message.markup?.inline_keyboard || [];
  const keyboard = rows.length
    ? el("div", { class: "inline" }, ...rows.map((row) => buttonRow(message, row, actions)))
    : null;
  return el("div", { class: `row ${mine ? "mine" : "theirs"}` }, el("div", { class: "stack" }, body, keyboard));
}

function buttonRow(message, row, actions) {
  return el("div", { class: "inline-row" }, ...row.map((button) => inlineButton(message, button, actions)));
}

function inlineButton(message, button, actions) {
  const url = button.url && safeUrl(button.url.includes("://") || button.url.startsWith("tg:") ? button.url : `http://${button.url}`);
  if (url) {
    const link = linkTo(url, "inline-button", actions);
    link.append(`${button.text} ↗`);
    return link;
  }
  const node = el("button", { type: "button", class: "inline-button" }, button.text);
  node.addEventListener("click", async () => {
    node.classList.add("waiting");
    if (button.callback_data !== undefined) await actions.press(message, button);
    else if (button.copy_text) await actions.copy(button.copy_text.text);
    node.classList.remove("waiting");
  });
  return node;
}

function attached(attachment) {
  switch (attachment.type) {
    case "sticker":
      return el("div", { class: "sticker" }, attachment.emoji);
    case "contact":
      return el("div", { class: "file" }, `👤 ${attachment.first_name}, +${attachment.phone_number.replace(/^\+/, "")}`);
    case "media":
      return media(attachment);
    default:
      return el("div", { class: "file" }, "Сообщение другого вида");
  }
}

const KINDS = { photo: "Фото", video: "Видео", animation: "Анимация", document: "Файл", sticker: "Стикер" };

function media(file) {
  if (file.url) {
    const url = safeUrl(file.url);
    const name = `${KINDS[file.kind]}: ${file.url}`;
    return el("div", { class: "file" }, url ? el("a", { class: "link", href: url.href, target: "_blank", rel: "noopener noreferrer" }, name) : name);
  }
  const address = `/control/files/${encodeURIComponent(file.file_id)}`;
  if (file.mime.startsWith("image/")) {
    return el("img", { class: "picture", src: address, alt: KINDS[file.kind], loading: "lazy" });
  }
  const name = file.name || KINDS[file.kind];
  return el("a", { class: "file link", href: address, download: name }, `📎 ${name}`);
}
