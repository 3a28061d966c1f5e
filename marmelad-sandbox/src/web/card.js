// Whose chat it is, and the switches around it.

import { byId, el, replace, toggle } from "./dom.js";
import { PLACES } from "./dialogs.js";
import { botName } from "./links.js";

export function drawCard(state, actions) {
  const { view, bot, info } = state;
  const card = byId("card");
  if (!view) {
    if (card.matches(":popover-open")) card.hidePopover();
    return;
  }
  const blocked = view.chats[bot].blocked;
  const known = state.people.some((person) => person.id === view.id && person.note !== null) || view.note;
  replace(card, [view.id, view.status, view.deactivated, bot, blocked], () => [
    el("h2", {}, view.name),
    el("p", { class: "hint" }, [view.note, view.username && `@${view.username}`, `id ${view.id}`, `+${view.phone}`].filter(Boolean).join(" · ")),
    toggle("Подписка на канал", `«${info.channel.title}»: ${PLACES[view.status]}`, view.subscribed, (on) => actions.member(on ? "member" : "left")),
    toggle("Бот заблокирован", `«${botName(bot)}» не сможет написать: 403`, blocked, (on) => actions.block(on)),
    known ? toggle("Аккаунт удалён", "Оба бота получат 403", view.deactivated, (on) => actions.deactivate(on)) : null,
    el("div", { class: "card-buttons" }, other(state, actions), command("/start", actions)),
  ].filter(Boolean));
}

function other(state, actions) {
  const bot = state.bot === "main" ? "auth" : "main";
  return el("button", { type: "button", class: "secondary", onclick: () => close(() => actions.go(state.view.id, bot)) }, `Чат с ботом «${botName(bot)}»`);
}

function command(text, actions) {
  return el("button", { type: "button", class: "secondary", onclick: () => close(() => actions.send(text)) }, `Отправить ${text}`);
}

function close(then) {
  byId("card").hidePopover();
  then();
}

export function watchCard() {
  addEventListener("hashchange", () => {
    if (byId("card").matches(":popover-open")) byId("card").hidePopover();
  });
}
