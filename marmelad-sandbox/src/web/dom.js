// Small helpers over the DOM. Text always goes in as text, never as HTML.

export const byId = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (value === true) node.setAttribute(key, "");
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
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

export function alertBox(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
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

const TONES = 6;

export function avatar(name, id) {
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] || "")
    .slice(0, 2)
    .join("");
  return el("span", { class: `avatar tone-${Math.abs(id) % TONES}`, "aria-hidden": "true" }, initials);
}
