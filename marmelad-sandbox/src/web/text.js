// Text with entities as DOM nodes. Offsets count UTF-16 units, as strings do.

import { el } from "./dom.js";

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
  spoiler: "span",
  text_link: "a",
  url: "a",
  bot_command: "a",
  mention: "a",
  hashtag: "span",
};

// Only web and Telegram addresses become links.
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

export function formatted(text, entities, actions) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const out = document.createDocumentFragment();
  fill(out, text, 0, text.length, sorted, actions);
  return out;
}

function fill(parent, text, from, to, entities, actions) {
  let at = from;
  let i = 0;
  while (i < entities.length) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    i += 1;
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const inside = [];
    while (i < entities.length && entities[i].offset < end) {
      inside.push(entities[i]);
      i += 1;
    }
    const node = nodeOf(entity, text.slice(start, end), actions);
    fill(node, text, start, end, inside, actions);
    parent.append(node);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function nodeOf(entity, shown, actions) {
  const tag = TAGS[entity.type];
  if (entity.type === "bot_command") {
    return el("button", { type: "button", class: "link", onclick: () => actions.send(shown) });
  }
  if (entity.type === "spoiler") return spoiler();
  if (tag === "pre") return el("pre", { "data-language": entity.language });
  if (tag !== "a") return el(tag || "span");
  const address = entity.url || (/^[a-z]+:/i.test(shown) ? shown : `https://${shown}`);
  const target = entity.type === "mention" ? `https://t.me/${shown.slice(1)}` : address;
  const url = safeUrl(target);
  return url ? linkTo(url, "link", actions) : el("span");
}

function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Скрытый текст" });
  const open = () => {
    node.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => ["Enter", " "].includes(event.key) && open());
  return node;
}

// A link that stays in the sandbox when it leads to one of its bots.
export function linkTo(url, kind, actions) {
  return el("a", {
    class: kind,
    href: url.href,
    target: "_blank",
    rel: "noopener noreferrer",
    onclick: (event) => {
      if (actions.open(url)) event.preventDefault();
    },
  });
}
