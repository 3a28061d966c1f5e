// The list of people, the channel and the campaign link.

import { avatar, badge, byId, el } from "./dom.js";

export function drawPeople(state, choose) {
  const list = state.people.map((person) => {
    const unread = person.unread.main + person.unread.auth;
    const about = [person.note, person.username && `@${person.username}`].filter(Boolean).join(" · ");
    return el(
      "button",
      {
        type: "button",
        class: "person",
        "aria-current": person.id === state.person ? "true" : undefined,
        onclick: () => choose(person.id),
      },
      avatar(person.name, person.id),
      el("span", { class: "person-text" }, el("span", { class: "person-name" }, person.name), el("span", { class: "person-about" }, about || `id ${person.id}`)),
      badge(unread),
    );
  });
  if (!list.length) {
    list.push(el("p", { class: "hint" }, state.total ? "Никого не нашлось." : "Людей пока нет. Их добавляют через API управления."));
  }
  byId("people").replaceChildren(...list);
  byId("search").hidden = state.total <= 8;
}

const PLACES = {
  creator: "владелец канала",
  administrator: "администратор",
  member: "подписан(а)",
  restricted: "подписан(а), ограничен(а)",
  restricted_outside: "не подписан(а), ограничен(а)",
  left: "не подписан(а)",
  kicked: "заблокирован(а) в канале",
};

export function drawChannel(state, setMember) {
  const channel = state.info.channel;
  const view = state.view;
  const inside = view?.subscribed;
  const button = view
    ? el(
        "button",
        {
          type: "button",
          class: inside ? "secondary wide" : "primary wide",
          onclick: () => setMember(inside ? "left" : "member"),
        },
        inside ? "Отписаться" : "Подписаться",
      )
    : null;
  byId("channel").replaceChildren(
    el("h2", {}, "Канал"),
    el("p", { class: "channel-name" }, channel.title, " ", el("span", { class: "muted" }, `@${channel.username}`)),
    view ? el("p", { class: inside ? "status good" : "status" }, `${view.name}: ${PLACES[view.status]}`) : "",
    button ?? "",
  );
}

// A campaign link or a bare label: which bot, which payload.
export function readLink(text, info) {
  const typed = text.trim();
  if (!typed) return null;
  const match = typed.match(/^(?:https?:\/\/)?t\.me\/([A-Za-z0-9_]+)\/?(?:\?(.*))?$/);
  if (match) {
    const bot = info.bots.find((known) => known.username.toLowerCase() === match[1].toLowerCase());
    if (!bot) return null;
    return { bot: bot.bot, payload: new URLSearchParams(match[2] || "").get("start") || "" };
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(typed)) return null;
  return { bot: "main", payload: typed.startsWith("ref_") ? typed : `ref_${typed}` };
}
