// What a message carries besides text.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { safeUrl } from "./text.js";

const KINDS = { photo: "Фото", video: "Видео", animation: "Анимация", document: "Файл", sticker: "Стикер" };

export const isPicture = (attachment) => Boolean(attachment?.type === "media" && !attachment.url && attachment.kind !== "document" && /^(image|video)\//.test(attachment.mime));

export function attached(attachment) {
  switch (attachment.type) {
    case "sticker":
      return el("div", { class: "sticker" }, attachment.emoji);
    case "contact":
      return card("contact", attachment.first_name, `+${attachment.phone_number.replace(/^\+/, "")}`);
    case "media":
      return media(attachment);
    default:
      return card("file", "Сообщение другого вида", Object.keys(attachment.fields || {}).join(", "));
  }
}

function media(file) {
  if (file.url) return byAddress(file);
  const address = `/control/files/${encodeURIComponent(file.file_id)}`;
  if (file.kind !== "document" && file.mime.startsWith("image/")) {
    return el("a", { class: "frame", href: address, target: "_blank", rel: "noopener", "aria-label": `Открыть: ${KINDS[file.kind]}` }, el("img", { class: "picture", src: address, alt: KINDS[file.kind] }));
  }
  if (file.kind !== "document" && file.mime.startsWith("video/")) {
    const silent = file.kind === "animation";
    const node = el("video", { class: "picture", controls: !silent, autoplay: silent, loop: silent, playsinline: true, preload: "metadata", "aria-label": KINDS[file.kind] });
    node.muted = silent;
    node.src = address;
    return node;
  }
  const name = file.name || KINDS[file.kind];
  const node = el("a", { class: "file", href: address, download: name });
  node.append(...card("file", name, size(file.size)).childNodes);
  return node;
}

// A file that was given by its address; the sandbox does not fetch it.
function byAddress(file) {
  const url = safeUrl(file.url);
  const node = url ? el("a", { class: "file", href: url.href, target: "_blank", rel: "noopener noreferrer" }) : el("div", { class: "file" });
  node.append(...card("picture", `${KINDS[file.kind]} по ссылке`, file.url).childNodes);
  return node;
}

function card(name, title, hint) {
  return el("div", { class: "file" }, el("span", { class: "file-icon" }, icon(name)), el("span", { class: "file-text" }, el("b", {}, title), el("span", { class: "hint" }, hint)));
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} КБ`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} МБ`;
}
