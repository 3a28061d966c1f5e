// The open chat: tabs, messages, keyboards.

import { badge, byId, el } from "./dom.js";
import { bubble, dayOf } from "./message.js";

const NAMES = { main: "Клиенты", auth: "Касса" };
const drawn = { chat: "", nodes: new Map(), atEnd: true, height: 0 };

// Keeps the end in sight while the keyboard grows or pictures arrive.
export function watchScroll() {
  const box = byId("messages");
  box.addEventListener("scroll", () => {
    // A scroll that comes from a new height is not the reader's.
    if (box.clientHeight !== drawn.height) return;
    drawn.atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  });
  box.addEventListener("load", stay, true);
  new ResizeObserver(() => {
    drawn.height = box.clientHeight;
    stay();
  }).observe(box);
}

export function toEnd() {
  drawn.atEnd = true;
  stay();
}

function stay() {
  const box = byId("messages");
  if (drawn.atEnd) box.scrollTop = box.scrollHeight;
}

export function drawTabs(state, choose) {
  const tabs = state.info.bots.map((bot) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        class: "tab",
        "aria-selected": bot.bot === state.bot ? "true" : "false",
        onclick: () => choose(bot.bot),
      },
      el("span", { class: "tab-name" }, NAMES[bot.bot], badge(bot.bot === state.bot ? 0 : state.view?.chats[bot.bot].unread)),
      el("span", { class: "tab-user" }, `@${bot.username}`),
    ),
  );
  byId("tabs").replaceChildren(...tabs);
}

// Redraws only what changed, so that nothing blinks or loses focus.
export function drawMessages(state, actions) {
  const box = byId("messages");
  const chat = state.view?.chats[state.bot];
  const name = `${state.person}/${state.bot}`;
  const fresh = drawn.chat !== name;
  if (fresh) {
    drawn.chat = name;
    drawn.nodes = new Map();
    box.replaceChildren();
  }
  if (fresh) drawn.atEnd = true;
  const messages = chat?.messages || [];
  const kept = new Map();
  let lastDay = "";
  const order = [];
  for (const message of messages) {
    const date = dayOf(message);
    if (date !== lastDay) {
      lastDay = date;
      order.push(keep(kept, `day ${date}`, date, () => el("div", { class: "day" }, date)));
    }
    order.push(keep(kept, message.message_id, JSON.stringify(message), () => bubble(message, actions)));
  }
  if (!messages.length) {
    const words = state.person ? "Здесь пока пусто. Нажмите «Начать»." : "Выберите человека.";
    order.push(keep(kept, "empty", words, () => el("p", { class: "empty" }, words)));
  }
  drawn.nodes = kept;
  place(box, order);
  stay();
}

function keep(kept, key, value, make) {
  const before = drawn.nodes.get(key);
  const entry = before && before.value === value ? before : { value, node: make() };
  kept.set(key, entry);
  return entry.node;
}

function place(box, order) {
  order.forEach((node, i) => {
    if (box.children[i] !== node) box.insertBefore(node, box.children[i] || null);
  });
  while (box.children.length > order.length) box.lastChild.remove();
}

export function drawFoot(state, actions) {
  const chat = state.view?.chats[state.bot];
  const blocked = Boolean(chat?.blocked);
  const fresh = Boolean(chat) && !blocked && !chat.messages.length;
  const restart = byId("restart");
  restart.hidden = !blocked && !fresh;
  restart.textContent = blocked ? "Перезапустить бота" : "Начать";
  byId("composer").hidden = !chat || blocked || fresh;
  if (byId("composer").hidden) byId("commands").hidden = true;
  const block = byId("block");
  block.hidden = !chat || (!blocked && fresh);
  block.textContent = blocked ? "Разблокировать" : "Заблокировать";
  drawKeyboard(blocked ? null : chat?.keyboard, actions);
}

function drawKeyboard(keyboard, actions) {
  const box = byId("keyboard");
  box.hidden = !keyboard;
  byId("text").placeholder = keyboard?.input_field_placeholder || "Сообщение";
  const rows = (keyboard?.keyboard || []).map((row) =>
    el(
      "div",
      { class: "keyboard-row" },
      ...row.map((button) =>
        el(
          "button",
          { type: "button", class: "key", onclick: () => actions.tap(button) },
          button.request_contact ? `📱 ${button.text}` : button.text,
        ),
      ),
    ),
  );
  box.replaceChildren(...rows);
}

export function drawCommands(state, actions) {
  const lists = state.info.bots.find((bot) => bot.bot === state.bot)?.commands || {};
  const known = Object.entries(lists).find(([scope]) => scope.includes('"default"'));
  const commands = known?.[1] || [];
  byId("show-commands").hidden = !commands.length;
  byId("commands").replaceChildren(
    ...commands.map((item) =>
      el(
        "button",
        { type: "button", class: "command", onclick: () => actions.send(`/${item.command}`) },
        el("b", {}, `/${item.command}`),
        " ",
        item.description,
      ),
    ),
  );
}
