// What the person whose chat is open can do.

import { get, post, put } from "./api.js";
import { ask, tell, channelDialog } from "./dialogs.js";
import { attempt, toast } from "./dom.js";
import { readLink } from "./links.js";
import { toEnd } from "./chat.js";

export function makeActions(state, { draw, refresh }) {
  const chatPath = () => `/chats/${state.bot}/${state.person}`;
  const act = (path, body) => {
    toEnd();
    return attempt(() => post(`${chatPath()}/${path}`, body));
  };

  const actions = {
    draw,
    refresh,

    // Opens a chat; a payload waits for «Начать», as in Telegram.
    go(person, bot, payload) {
      state.link = payload ? { person, bot, payload } : null;
      const place = `#/${person}/${bot}`;
      if (location.hash === place) draw();
      else location.hash = place;
    },

    async send(text) {
      const link = readLink(text, state.info);
      if (link && /[/.]/.test(text)) {
        actions.go(state.person, link.bot, link.payload);
        return true;
      }
      return act("text", { text });
    },

    start() {
      const payload = state.link?.payload;
      state.link = null;
      return payload ? act("start", { payload }) : act("text", { text: "/start" });
    },

    async tap(button) {
      if (button.request_contact) {
        const words = `Бот узнает имя и номер: ${state.view.name}, +${state.view.phone}.`;
        if (!(await ask("Поделиться номером телефона?", words, "Поделиться"))) return undefined;
      }
      return act("tap", { label: button.text });
    },

    // The toast or alert with which the bot answers, as soon as it does.
    async press(message, button) {
      const body = { message_id: message.message_id, data: button.callback_data };
      const pressed = await attempt(() => post(`${chatPath()}/press`, body));
      if (!pressed) return;
      const answer = await get(`/presses/${pressed.callback_query_id}?wait=15`).catch(() => null);
      if (!answer) toast("Бот не ответил на нажатие", "bad");
      else if (answer.show_alert && answer.text) tell(answer.text);
      else if (answer.text) toast(answer.text);
    },

    async copy(text) {
      const copied = await navigator.clipboard.writeText(text).then(
        () => true,
        () => false,
      );
      toast(copied ? "Скопировано" : "Браузер не дал скопировать", copied ? "" : "bad");
    },

    file: (file, kind, caption) => {
      const fields = new URLSearchParams({ kind, name: file.name, caption });
      return act(`file?${fields}`, file);
    },
    contact: (body) => act("contact", body),
    sticker: (emoji) => act("sticker", { emoji }),

    block: (on) => attempt(() => post(`${chatPath()}/${on ? "block" : "unblock"}`)),
    member: (status) => attempt(() => put(`/channel/members/${state.person}`, { status })),
    deactivate: (value) => attempt(() => put(`/people/${state.person}/deactivated`, { value })),
    channel: () => channelDialog(state, actions),

    // True when the link leads into the sandbox itself.
    open(url) {
      if (url.hostname !== "t.me" && url.protocol !== "tg:") return false;
      if (url.pathname.slice(1).toLowerCase() === state.info.channel.username.toLowerCase()) {
        actions.channel();
        return true;
      }
      const link = readLink(url.href, state.info);
      if (!link) return false;
      actions.go(state.person, link.bot, link.payload);
      return true;
    },
  };
  return actions;
}
