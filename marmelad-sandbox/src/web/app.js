// The chat page: which chat is open, what is fetched, who draws what.

import { follow, get, post } from "./api.js";
import { makeActions } from "./actions.js";
import { drawCard, watchCard } from "./card.js";
import { drawHead, drawMessages, watchScroll } from "./chat.js";
import { drawClock, watchClock } from "./travel.js";
import { drawFoot, watchComposer } from "./composer.js";
import { drawChats, watchList } from "./list.js";
import { attempt, byId } from "./dom.js";
import { icon } from "./icons.js";
import { refreshInspector, watchInspector } from "./inspector.js";
import { setTime } from "./time.js";

// `link`: a followed link whose «Начать» is not pressed yet.
const state = { info: null, people: [], total: 0, person: null, bot: "main", view: null, query: "", filter: "all", link: null };

const isWide = matchMedia("(min-width: 801px)");

// The open chat stands in the address, so that «back» leads to the list and a
// reload to where one was.
function recall() {
  const [person, bot] = location.hash.replace(/^#\/?/, "").split("/");
  const chosen = { person: Number(person) || null, bot: bot === "auth" ? "auth" : "main" };
  if (chosen.person !== state.person || chosen.bot !== state.bot) state.view = null;
  Object.assign(state, chosen);
  if (state.link && (state.link.person !== state.person || state.link.bot !== state.bot)) state.link = null;
  byId("layout").dataset.screen = state.person ? "chat" : "list";
}

async function refresh() {
  const [info, found] = await Promise.all([get("/state"), get(`/overview?q=${encodeURIComponent(state.query)}`)]);
  Object.assign(state, { info, people: found.people, total: found.total });
  setTime(info.time);
  if (!state.person && isWide.matches && state.people.length) {
    // On a wide screen an empty half would be waste.
    history.replaceState(null, "", `#/${state.people[0].id}/main`);
    recall();
  }
  if (state.person) {
    const person = state.person;
    const view = await get(`/view/${person}`).catch(() => null);
    if (person !== state.person) return;
    state.view = view;
  }
  draw();
  refreshInspector(state);
  const unread = state.view?.chats[state.bot].unread;
  if (unread && document.visibilityState === "visible") await post(`/chats/${state.bot}/${state.person}/read`);
}

function draw() {
  if (!state.info) return;
  drawChats(state, actions);
  drawHead(state, actions);
  drawCard(state, actions);
  drawMessages(state, actions);
  drawFoot(state, actions);
  drawClock(state);
  const unread = state.people.reduce((sum, person) => sum + person.unread.main + person.unread.auth, 0);
  const name = state.view ? `${state.view.name} · Песочница` : "Песочница Telegram";
  document.title = unread ? `(${unread}) ${name}` : name;
}

const actions = makeActions(state, { draw, refresh: () => attempt(refresh) });

const ICONS = {
  "add-person": "person",
  "open-link": "link",
  "open-inspector": "inspect",
  back: "back",
  more: "more",
  attach: "clip",
  "toggle-keyboard": "keys",
  send: "send",
  "to-end": "down",
};
for (const [id, name] of Object.entries(ICONS)) byId(id).append(icon(name));

recall();
watchList(state, actions);
watchScroll();
watchComposer(state, actions);
watchCard(state, actions);
watchClock(state, actions);
watchInspector(state);
addEventListener("hashchange", () => {
  recall();
  draw();
  attempt(refresh);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") attempt(refresh);
});
// Whether it answers is said in one place, not by a toast at each try.
const quietly = () => refresh().catch(() => undefined);
quietly();
follow(250, quietly, (online) => {
  byId("offline").hidden = online;
});
