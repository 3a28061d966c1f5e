// The open chat: its head, its messages, and where one has scrolled to.

import { avatar, byId, el, keeper, place, replace } from "./dom.js";
import { botName } from "./links.js";
import { bubble } from "./message.js";
import { dayOf, fullOf, lengthOf } from "./time.js";

const drawn = { chat: "", keep: keeper(), atEnd: true, top: 0 };

// Keeps the end in sight while the keyboard grows or pictures arrive.
export function watchScroll() {
  const box = byId("messages");
  box.addEventListener("scroll", () => {
    // Only upwards one leaves the end: it may also have gone away by itself, as a picture arrived.
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
    if (isNear) drawn.atEnd = true;
    else if (box.scrollTop < drawn.top) drawn.atEnd = false;
    drawn.top = box.scrollTop;
    byId("to-end").hidden = drawn.atEnd;
  });
  box.addEventListener("load", stay, true);
  box.addEventListener("loadedmetadata", stay, true);
  new ResizeObserver(stay).observe(box);
  byId("to-end").addEventListener("click", toEnd);
}

export function toEnd() {
  drawn.atEnd = true;
  byId("to-end").hidden = true;
  stay();
}

function stay() {
  const box = byId("messages");
  if (drawn.atEnd) box.scrollTop = box.scrollHeight;
}

export function drawHead(state, actions) {
  const { view, bot, info } = state;
  byId("chat-head").hidden = !view;
  if (!view) return;
  const { username } = info.bots.find((known) => known.bot === bot);
  const blocked = view.chats[bot].blocked;
  replace(byId("chat-who"), [view.id, view.name, bot, blocked], () => [
    avatar(view.name, view.id, bot),
    el(
      "span",
      { class: "chat-text" },
      el("h2", { class: "chat-name" }, view.name),
      el("span", { class: "chat-bot" }, blocked ? "бот заблокирован" : `${botName(bot)} · @${username}`),
    ),
  ]);
  const pill = byId("subscribed");
  pill.setAttribute("aria-checked", String(view.subscribed));
  pill.title = `Канал «${info.channel.title}»: ${view.subscribed ? "подписан(а)" : "не подписан(а)"}`;
  replace(pill, view.subscribed, () => [el("span", { class: "not-phone" }, view.subscribed ? "Подписан(а)" : "Не подписан(а)"), el("span", { class: "only-phone" }, "Канал")]);
  pill.onclick = () => actions.member(view.subscribed ? "left" : "member");
}

// Redraws only what changed, so that nothing blinks or loses focus.
export function drawMessages(state, actions) {
  const box = byId("messages");
  const chat = state.view?.chats[state.bot];
  const name = `${state.person}/${state.bot}`;
  if (drawn.chat !== name) {
    Object.assign(drawn, { chat: name, keep: keeper(), atEnd: true, top: 0 });
    box.replaceChildren();
    byId("to-end").hidden = true;
  }
  const lines = chat ? linesOf(chat.messages, state.info.time.jumps) : [];
  const entries = lines.map((line) => line(actions));
  if (!chat?.messages.length) entries.push(emptyChat(state));
  place(box, drawn.keep(entries));
  stay();
}

// Messages under their days, and the moves of the clock between them.
function linesOf(messages, jumps) {
  const lines = [];
  const moves = together(jumps, messages);
  let day = "";
  let at = 0;
  const under = (ms) => {
    const next = dayOf(ms);
    if (next !== day) lines.push(() => ({ key: `day ${ms}`, value: next, make: () => el("div", { class: "day" }, next) }));
    day = next;
  };
  for (const message of messages) {
    const ms = message.date * 1000;
    // Messages know whole seconds.
    while (at < moves.length && moves[at].to_ms < ms + 1000) {
      lines.push(moveLine(moves[at]));
      at += 1;
    }
    under(ms);
    lines.push((actions) => ({
      key: message.message_id,
      value: JSON.stringify(message),
      make: (before) => bubble(message, actions, Boolean(before)),
    }));
  }
  if (messages.length) lines.push(...moves.slice(at).map(moveLine));
  return lines;
}

// Several moves with nothing written between them read as one.
function together(jumps, messages) {
  const moves = [];
  for (const jump of jumps) {
    const last = moves.at(-1);
    const between = last && messages.some(({ date }) => date * 1000 + 999 >= last.to_ms && date * 1000 < jump.from_ms);
    if (last && !between) moves[moves.length - 1] = { from_ms: last.from_ms, to_ms: jump.to_ms, by: last.by + jump.to_ms - jump.from_ms };
    else moves.push({ ...jump, by: jump.to_ms - jump.from_ms });
  }
  return moves;
}

function moveLine({ to_ms, by }) {
  const words = `⏩ Часы перевели на ${lengthOf(by)} вперёд: ${fullOf(to_ms)}`;
  return () => ({ key: `move ${to_ms}`, value: words, make: () => el("div", { class: "day move" }, words) });
}

function emptyChat(state) {
  const bot = state.info.bots.find((known) => known.bot === state.bot);
  const words = state.view ? [bot.description || "Здесь пока пусто. Нажмите «Начать», чтобы написать боту."] : [state.person ? "Такого человека здесь нет." : "Выберите чат слева."];
  const head = state.view && bot.description ? "Что умеет этот бот?" : null;
  return {
    key: "empty",
    value: JSON.stringify(words),
    make: () => el("div", { class: "empty" }, head ? el("b", {}, head) : null, ...words.map((line) => el("p", {}, line))),
  };
}

