// The list of chats: each person with each bot.

import { get, post } from "./api.js";
import { avatar, badge, byId, el, attempt, keeper, place, replace, toast } from "./dom.js";
import { form } from "./dialogs.js";
import { botName, readLink } from "./links.js";
import { briefOf } from "./time.js";

const FILTERS = [
  ["all", "Все"],
  ["main", "Дворик"],
  ["auth", "Касса"],
  ["unread", "Новые"],
];

const CONTENTS = {
  photo: "🖼 Фото",
  video: "🎬 Видео",
  animation: "🎬 Анимация",
  document: "📎 Файл",
  sticker: "Стикер",
  contact: "👤 Контакт",
  other: "Сообщение",
};

const keep = keeper();

export function drawChats(state, actions) {
  const link = readLink(state.query, state.info);
  const rows = link ? [] : chatsOf(state);
  const entries = rows.map((row) => ({
    key: `${row.person.id}/${row.bot}`,
    value: JSON.stringify([row, row.chat.last && briefOf(row.chat.last.date * 1000)]),
    make: () => chatRow(row),
  }));
  if (link) entries.push({ key: "link", value: JSON.stringify([link, state.person]), make: () => linkRow(state, link, actions) });
  else if (!rows.length) entries.push({ key: "none", value: state.query, make: () => el("p", { class: "hint none" }, nobody(state)) });
  place(byId("chats"), keep(entries));
  replace(byId("chips"), state.filter, () =>
    FILTERS.map(([name, label]) =>
      el("button", { type: "button", class: "chip", "aria-pressed": String(state.filter === name), onclick: () => choose(name) }, label),
    ),
  );
  function choose(name) {
    state.filter = name;
    actions.draw();
  }
}

function nobody(state) {
  if (state.query) return "Никого не нашлось. Можно вставить и ссылку на бота.";
  return state.total ? "Здесь пусто." : "Людей пока нет. Добавьте кого-нибудь кнопкой наверху.";
}

// Those with messages first, the latest on top; then chats not begun yet.
function chatsOf(state) {
  const all = state.people.flatMap((person) => ["main", "auth"].map((bot) => ({ person, bot, chat: person.chats[bot] })));
  const shown = all.filter(({ bot, chat }) => (state.filter === "unread" ? chat.unread > 0 : ["all", bot].includes(state.filter)));
  const when = ({ chat }) => (chat.last ? chat.last.date * 1e10 + chat.last.message_id : 0);
  return shown
    .map((row, i) => ({ row: { ...row, open: row.person.id === state.person && row.bot === state.bot }, i }))
    .sort((a, b) => when(b.row) - when(a.row) || a.i - b.i)
    .map(({ row }) => row);
}

function chatRow({ person, bot, chat, open }) {
  const unread = chat.unread ? `, непрочитанных: ${chat.unread}` : "";
  return el(
    "a",
    {
      class: "chat-row",
      href: `#/${person.id}/${bot}`,
      "aria-current": open ? "page" : undefined,
      "aria-label": `${person.name} — ${botName(bot)}${unread}`,
    },
    avatar(person.name, person.id, bot),
    el(
      "span",
      { class: "chat-text" },
      el("span", { class: "chat-top" }, el("span", { class: "chat-name" }, person.name), el("span", { class: "chat-time" }, chat.last ? briefOf(chat.last.date * 1000) : "")),
      el("span", { class: "chat-bot" }, [botName(bot), person.note].filter(Boolean).join(" · ")),
      el("span", { class: "chat-bottom" }, el("span", { class: "chat-last" }, lastLine(chat)), badge(chat.unread)),
    ),
  );
}

function lastLine({ last, blocked }) {
  if (blocked) return "🚫 Бот заблокирован";
  if (!last) return "Ещё не начат";
  const words = [last.attachment && CONTENTS[last.attachment], last.text].filter(Boolean).join(" ") || "Сообщение";
  return last.direction === "from_person" ? `Вы: ${words}` : words;
}

function linkRow(state, link, actions) {
  const who = state.people.find((person) => person.id === state.person)?.name || state.view?.name;
  const words = `Открыть ссылку: ${botName(link.bot)}${link.payload ? `, метка ${link.payload}` : ""}`;
  return el(
    "button",
    {
      type: "button",
      class: "chat-row",
      onclick: () => {
        if (!state.person) return toast("Сначала откройте чат того, кто переходит по ссылке", "bad");
        setQuery(state, actions, "");
        return actions.go(state.person, link.bot, link.payload);
      },
    },
    el("span", { class: "chat-text" }, el("span", { class: "chat-name" }, words), el("span", { class: "chat-last" }, who ? `Перейдёт: ${who}` : "")),
  );
}

function setQuery(state, actions, query) {
  state.query = query;
  byId("search").value = query;
  actions.refresh();
}

export function watchList(state, actions) {
  byId("search").addEventListener("input", (event) => {
    state.query = event.target.value;
    actions.refresh();
  });
  byId("add-person").addEventListener("click", () => addPerson(state, actions));
  byId("open-link").addEventListener("click", () => followLink(state, actions));
}

async function addPerson(state, actions) {
  const given = await form("Новый человек", "Добавить", [
    { name: "first_name", label: "Имя", required: true, maxlength: 64 },
    { name: "last_name", label: "Фамилия", maxlength: 64 },
    { name: "username", label: "Имя пользователя", placeholder: "@anna", pattern: "@?[A-Za-z][A-Za-z0-9_]{3,31}", hint: "Латиницей, от четырёх знаков; можно без него" },
  ]);
  if (!given) return;
  const person = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  if (person.username) person.username = person.username.replace(/^@/, "");
  person.note = "добавлен(а) на этой странице";
  const added = await attempt(() => post("/people", person));
  if (!added) return;
  state.filter = "all";
  setQuery(state, actions, "");
  actions.go(added.id, "main");
}

async function followLink(state, actions) {
  const people = state.people.map((person) => [person.id, person.name]);
  const given = await form("Открыть ссылку на бота", "Перейти", [
    { name: "who", label: "Кто переходит", options: people, value: state.person },
    { name: "link", label: "Ссылка или метка кампании", required: true, placeholder: "https://t.me/…?start=ref_leto" },
  ]);
  if (!given) return;
  const bare = /^[A-Za-z0-9_-]{1,60}$/.test(given.link.trim()) && !given.link.trim().startsWith("ref_");
  const link = readLink(bare ? `ref_${given.link.trim()}` : given.link, state.info);
  if (!link) return toast("Это не ссылка на бота песочницы", "bad");
  const person = Number(given.who);
  // Only to see that there is such a person.
  if (await attempt(() => get(`/view/${person}`))) actions.go(person, link.bot, link.payload);
}
