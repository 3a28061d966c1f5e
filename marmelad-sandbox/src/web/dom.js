// Small helpers over the DOM. Text always goes in as text, never as HTML.

import { icon } from "./icons.js";

export const byId = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "value") node.value = value;
    else if (value === true) node.setAttribute(key, "");
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

// Changes a node only when it would become another: focus and scrolling stay.
export function replace(box, value, make) {
  const shown = JSON.stringify(value);
  if (box.dataset.shown === shown) return;
  box.dataset.shown = shown;
  box.replaceChildren(...[make()].flat());
}

// Puts these nodes into the box in this order, and moves none needlessly.
export function place(box, order) {
  order.forEach((node, i) => {
    if (box.children[i] !== node) box.insertBefore(node, box.children[i] || null);
  });
  while (box.children.length > order.length) box.lastChild.remove();
}

// Remembers nodes by key and makes those anew whose value has changed.
export function keeper() {
  let before = new Map();
  return (entries) => {
    const kept = new Map();
    for (const { key, value, make } of entries) {
      const known = before.get(key);
      kept.set(key, known && known.value === value ? known : { value, node: make(known?.node) });
    }
    before = kept;
    return [...kept.values()].map((entry) => entry.node);
  };
}

export function badge(count) {
  if (!count) return null;
  const shown = count > 99 ? "99+" : String(count);
  return el("span", { class: "badge", "aria-label": `непрочитанных: ${count}` }, shown);
}

export function toast(text, kind = "") {
  const node = el("div", { class: `toast ${kind}` }, text);
  byId("toasts").append(node);
  setTimeout(() => node.remove(), 4000);
}

// Runs what a button asks for and shows why it failed.
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    toast(error.message, "bad");
    return undefined;
  }
}

// A switch with its words, as settings have them.
export function toggle(label, hint, on, change) {
  return el(
    "label",
    { class: "toggle" },
    el("span", { class: "toggle-text" }, label, hint ? el("span", { class: "hint" }, hint) : null),
    el("input", {
      type: "checkbox",
      role: "switch",
      "aria-label": label,
      checked: Boolean(on),
      onchange: (event) => change(event.target.checked, event.target),
    }),
  );
}

const TONES = 6;

// Initials on a colour, with the bot's mark in the corner.
export function avatar(name, id, bot) {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] || "")
    .slice(0, 2)
    .join("");
  const mark = bot ? el("span", { class: `mark mark-${bot}` }, bot === "auth" ? icon("till") : icon("sweet")) : null;
  return el("span", { class: `avatar tone-${Math.abs(id) % TONES}`, "aria-hidden": "true" }, initials, mark);
}
