// The foot of the chat: typing, commands, the reply keyboard, «Начать».

import { watchAttach } from "./attach.js";
import { byId, el, replace } from "./dom.js";

// Keyboards that the person has folded away, by what they are.
const folded = new Set();
// What was typed and not sent, by chat.
const drafts = new Map();
let shownChat = "";

export function drawFoot(state, actions) {
  const chat = state.view?.chats[state.bot];
  byId("foot").hidden = !chat;
  if (!chat) return;
  const link = state.link;
  const blocked = Boolean(chat.blocked);
  const begins = !blocked && (Boolean(link) || !chat.messages.length);
  const restart = byId("restart");
  restart.hidden = !blocked && !begins;
  restart.textContent = blocked ? "Разблокировать и начать" : "Начать";
  byId("start-hint").hidden = !link;
  byId("start-hint").textContent = link ? `По ссылке с меткой ${link.payload}` : "";
  byId("composer").hidden = blocked || begins;
  keepDraft(`${state.person}/${state.bot}`);
  grow();
  drawCommands(state, actions);
  if (byId("composer").hidden) showCommands(false);
  drawKeyboard(blocked || begins ? null : chat.keyboard, actions);
}

function keepDraft(chat) {
  if (chat === shownChat) return;
  const field = byId("text");
  if (shownChat) drafts.set(shownChat, field.value);
  shownChat = chat;
  field.value = drafts.get(chat) || "";
  grow();
  showCommands(false);
}

function drawKeyboard(keyboard, actions) {
  const name = JSON.stringify(keyboard);
  const isFolded = folded.has(name);
  const box = byId("keyboard");
  const button = byId("toggle-keyboard");
  button.hidden = !keyboard;
  button.setAttribute("aria-pressed", String(!isFolded));
  button.title = isFolded ? "Показать кнопки бота" : "Спрятать кнопки бота";
  button.onclick = () => {
    if (isFolded) folded.delete(name);
    else folded.add(name);
    actions.draw();
  };
  box.hidden = !keyboard || isFolded;
  byId("text").placeholder = keyboard?.input_field_placeholder || "Сообщение";
  replace(box, keyboard, () => (keyboard?.keyboard || []).map((row) => el("div", { class: "keyboard-row" }, ...row.map(key))));
  function key(button) {
    const tap = async () => {
      const tapped = await actions.tap(button);
      if (tapped && keyboard.one_time_keyboard) folded.add(name);
      actions.draw();
    };
    return el("button", { type: "button", class: "key", onclick: tap }, button.request_contact ? `📱 ${button.text}` : button.text);
  }
}

// Commands for everybody, narrowed to what is being typed.
function drawCommands(state, actions) {
  const lists = state.info.bots.find((bot) => bot.bot === state.bot)?.commands || {};
  const known = Object.entries(lists).find(([scope]) => scope.includes('"default"'));
  const commands = known?.[1] || [];
  const typed = byId("text").value;
  const wanted = typed.startsWith("/") ? commands.filter(({ command }) => `/${command}`.startsWith(typed)) : commands;
  byId("show-commands").hidden = !commands.length;
  const box = byId("commands");
  replace(box, [state.bot, wanted], () =>
    wanted.map(({ command, description }) =>
      el(
        "button",
        {
          type: "button",
          class: "command",
          role: "menuitem",
          onclick: () => {
            showCommands(false);
            setText("");
            actions.send(`/${command}`);
          },
        },
        el("b", {}, `/${command}`),
        el("span", { class: "hint" }, description),
      ),
    ),
  );
  if (!wanted.length) showCommands(false);
}

function showCommands(shown) {
  byId("commands").hidden = !shown;
  byId("show-commands").setAttribute("aria-expanded", String(shown));
}

function setText(text) {
  byId("text").value = text;
  grow();
}

// As high as its text, up to a third of the screen (the style sees to that).
function grow() {
  const field = byId("text");
  field.style.height = "auto";
  // Hidden it has no height of its own.
  if (field.scrollHeight) field.style.height = `${field.scrollHeight + 2}px`;
}

export function watchComposer(state, actions) {
  const field = byId("text");
  const submit = async () => {
    const text = field.value.trim();
    if (!text) return;
    setText("");
    showCommands(false);
    if (!(await actions.send(text))) setText(text);
  };
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") showCommands(false);
    // While a word is being composed, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    grow();
    drawCommands(state, actions);
    showCommands(field.value.startsWith("/") && !/\s/.test(field.value) && byId("commands").childElementCount > 0);
  });
  byId("show-commands").addEventListener("click", () => {
    setText("");
    drawCommands(state, actions);
    showCommands(byId("commands").hidden);
  });
  byId("restart").addEventListener("click", async () => {
    if (state.view?.chats[state.bot].blocked) await actions.block(false);
    await actions.start();
    actions.refresh();
  });
  watchAttach(actions);
}
