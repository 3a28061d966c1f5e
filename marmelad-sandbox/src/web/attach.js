// What else than text a person sends.

import { form } from "./dialogs.js";
import { byId, el, toast } from "./dom.js";
import { icon } from "./icons.js";
import { size } from "./media.js";

// What Telegram takes from a bot, and so the sandbox.
const LARGEST = 50 * 1024 * 1024;
const STICKERS = ["🍬", "🍭", "👍", "❤️", "😂", "🎂"];

export function watchAttach(actions) {
  const menu = byId("attach-menu");
  menu.addEventListener("beforetoggle", () => {
    // Over its button, however high the foot is now.
    const { left, top } = byId("attach").getBoundingClientRect();
    menu.style.left = `${Math.max(left, 8)}px`;
    menu.style.bottom = `${innerHeight - top + 8}px`;
  });
  const item = (name, label, act) =>
    el(
      "button",
      {
        type: "button",
        class: "menu-item",
        onclick: () => {
          menu.hidePopover();
          act();
        },
      },
      icon(name),
      label,
    );
  menu.append(
    item("picture", "Фото или видео", () => byId("picture").click()),
    item("file", "Файл", () => byId("document").click()),
    item("contact", "Свой контакт", () => actions.contact({})),
    item("contact", "Чужой контакт", () => foreignContact(actions)),
    el(
      "div",
      { class: "stickers", role: "group", "aria-label": "Стикеры" },
      ...STICKERS.map((emoji) =>
        el(
          "button",
          {
            type: "button",
            class: "sticker-key",
            "aria-label": `Стикер ${emoji}`,
            onclick: () => {
              menu.hidePopover();
              actions.sticker(emoji);
            },
          },
          emoji,
        ),
      ),
    ),
  );
  for (const id of ["picture", "document"]) {
    byId(id).addEventListener("change", async (event) => {
      const [file] = event.target.files;
      if (file) await offer(file, id === "picture" ? kindOf(file) : "document", actions);
      event.target.value = "";
    });
  }
  byId("chat").addEventListener("paste", (event) => {
    const [file] = event.clipboardData.files;
    if (!file || byId("composer").hidden) return;
    event.preventDefault();
    offer(file, kindOf(file), actions);
  });
  watchDrop(actions);
}

function watchDrop(actions) {
  const chat = byId("chat");
  chat.addEventListener("dragover", (event) => event.preventDefault());
  chat.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file && !byId("composer").hidden) offer(file, kindOf(file), actions);
  });
}

function kindOf(file) {
  if (file.type === "image/gif") return "animation";
  if (file.type.startsWith("image/") && file.type !== "image/svg+xml") return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}

// Shows what is about to be sent and asks for a caption.
async function offer(file, kind, actions) {
  if (file.size > LARGEST) return toast("Файл больше 50 МБ, Telegram такой не примет", "bad");
  const picture = file.type.startsWith("image/") ? el("img", { class: "preview", alt: "", src: await dataUrl(file) }) : null;
  const above = el("div", { class: "offer" }, picture, el("p", { class: "hint" }, `${file.name}, ${size(file.size)}`));
  const fields = [{ name: "caption", label: "Подпись", maxlength: 1024 }];
  if (kind !== "document") fields.push({ name: "plain", label: "Отправить как файл", type: "checkbox" });
  const given = await form("Отправить боту", "Отправить", fields, above);
  if (!given) return undefined;
  return actions.file(file, given.plain ? "document" : kind, given.caption);
}

function dataUrl(file) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.addEventListener("loadend", () => done(reader.result || ""));
    reader.readAsDataURL(file);
  });
}

async function foreignContact(actions) {
  const given = await form("Чужой контакт", "Отправить", [
    { name: "first_name", label: "Имя", required: true, value: "Пётр" },
    { name: "phone_number", label: "Телефон", type: "tel", required: true, value: "79140000000", pattern: "\\+?[0-9]{5,15}" },
  ]);
  if (given) await actions.contact(given);
}
