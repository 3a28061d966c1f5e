// The chat page: who writes, to which bot, and what is shown.

import { follow, get, post, put } from "./api.js";
import { drawChannel, drawPeople, readLink } from "./people.js";
import { drawCommands, drawFoot, drawMessages, drawTabs, toEnd, watchScroll } from "./chat.js";
import { alertBox, attempt, avatar, byId, toast } from "./dom.js";

const state = { info: null, people: [], total: 0, person: null, bot: "main", view: null, query: "" };

function remember() {
  const place = new URLSearchParams({ person: state.person ?? "", bot: state.bot });
  history.replaceState(null, "", `#${place}`);
}

function recall() {
  const place = new URLSearchParams(location.hash.slice(1));
  state.person = Number(place.get("person")) || null;
  state.bot = place.get("bot") === "auth" ? "auth" : "main";
}

const chatPath = () => `/chats/${state.bot}/${state.person}`;

async function refresh() {
  const [info, found] = await Promise.all([get("/state"), get(`/overview?q=${encodeURIComponent(state.query)}`)]);
  Object.assign(state, { info, people: found.people, total: found.total });
  if (!state.person && state.people.length) state.person = state.people[0].id;
  if (state.person) {
    const person = state.person;
    const view = await get(`/view/${person}`).catch(() => null);
    if (person !== state.person) return;
    state.view = view;
    if (!view) state.person = null;
  }
  draw();
  const unread = state.view?.chats[state.bot].unread;
  if (unread && document.visibilityState === "visible") await post(`${chatPath()}/read`);
}

function draw() {
  drawPeople(state, choosePerson);
  drawChannel(state, (status) => attempt(() => put(`/channel/members/${state.person}`, { status })));
  drawTabs(state, chooseBot);
  drawFoot(state, actions);
  drawMessages(state, actions);
  drawCommands(state, actions);
  const who = byId("open-side");
  const name = state.view?.name || "Выбрать";
  const others = state.people.some((p) => p.id !== state.person && p.unread.main + p.unread.auth);
  who.replaceChildren(avatar(name, state.person || 0));
  who.classList.toggle("dot", others);
  who.title = name;
  document.title = state.view ? `${state.view.name} · Песочница` : "Песочница Telegram";
}

function choosePerson(id) {
  state.person = id;
  byId("layout").classList.remove("side-open");
  remember();
  attempt(refresh);
}

function chooseBot(bot) {
  state.bot = bot;
  byId("commands").hidden = true;
  remember();
  attempt(refresh);
}

const actions = {
  async send(text) {
    byId("commands").hidden = true;
    toEnd();
    return attempt(() => post(`${chatPath()}/text`, { text }));
  },
  tap(button) {
    toEnd();
    return attempt(() => post(`${chatPath()}/tap`, { label: button.text }));
  },
  async press(message, button) {
    const body = { message_id: message.message_id, data: button.callback_data };
    const pressed = await attempt(() => post(`${chatPath()}/press`, body));
    if (!pressed) return;
    const answer = await get(`/presses/${pressed.callback_query_id}?wait=15`).catch(() => null);
    if (!answer) toast("Бот не ответил на нажатие", "bad");
    else if (answer.show_alert && answer.text) alertBox(answer.text);
    else if (answer.text) toast(answer.text);
  },
  async copy(text) {
    await attempt(() => navigator.clipboard.writeText(text));
    toast("Скопировано");
  },
  // True when the link leads into the sandbox itself.
  open(url) {
    if (url.hostname !== "t.me") return false;
    if (url.pathname.slice(1).toLowerCase() === state.info.channel.username.toLowerCase()) {
      byId("layout").classList.add("side-open");
      byId("channel").classList.add("flash");
      setTimeout(() => byId("channel").classList.remove("flash"), 1500);
      return true;
    }
    const link = readLink(url.href, state.info);
    if (!link) return false;
    start(link);
    return true;
  },
};

async function start({ bot, payload }) {
  state.bot = bot;
  remember();
  byId("layout").classList.remove("side-open");
  toEnd();
  await attempt(() => (payload ? post(`${chatPath()}/start`, { payload }) : post(`${chatPath()}/text`, { text: "/start" })));
  await attempt(refresh);
}

function listen() {
  byId("composer").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = byId("text").value.trim();
    if (!text) return;
    byId("text").value = "";
    if (!(await actions.send(text))) byId("text").value = text;
  });
  byId("photo").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const caption = byId("text").value.trim();
    const sent = await attempt(() => post(`${chatPath()}/file?kind=photo&caption=${encodeURIComponent(caption)}`, file));
    if (sent) byId("text").value = "";
    event.target.value = "";
  });
  byId("restart").addEventListener("click", () => {
    const blocked = state.view?.chats[state.bot].blocked;
    const ready = blocked ? attempt(() => post(`${chatPath()}/unblock`)) : Promise.resolve();
    ready.then(() => actions.send("/start"));
  });
  byId("block").addEventListener("click", () => {
    const blocked = state.view?.chats[state.bot].blocked;
    attempt(() => post(`${chatPath()}/${blocked ? "unblock" : "block"}`));
  });
  byId("show-commands").addEventListener("click", () => {
    byId("commands").hidden = !byId("commands").hidden;
  });
  byId("link-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const link = readLink(byId("link").value, state.info);
    if (link) start(link);
    else toast("Это не ссылка на бота песочницы", "bad");
  });
  byId("search").addEventListener("input", (event) => {
    state.query = event.target.value;
    attempt(refresh);
  });
  byId("open-side").addEventListener("click", () => byId("layout").classList.add("side-open"));
  byId("close-side").addEventListener("click", () => byId("layout").classList.remove("side-open"));
}

recall();
listen();
watchScroll();
let online = true;
attempt(refresh);
follow(250, () => attempt(refresh), (now) => {
  if (!now && online) toast("Связь с песочницей прервалась, пробую снова", "bad");
  online = now;
});
