//! The summary printed after startup: addresses, people and suggestions.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{broadcast, people};

/// Addresses and data of the running demo.
pub(super) struct StartupSummary {
    pub(super) panel: String,
    /// The owner's one-time link into the panel.
    pub(super) login_link: Option<String>,
    /// Address of the chat page and the Bot API.
    pub(super) chats: String,
    pub(super) data: PathBuf,
    /// `DB_URL` for other commands used beside the demo.
    pub(super) database_url: String,
}

impl StartupSummary {
    /// The JSON form, printed when everything has started.
    pub(super) fn to_json(&self) -> Value {
        let people = people::ALL
            .iter()
            .map(|role| json!({ "telegram_id": role.id, "name": role.name(), "is": role.is[1] }));
        let mut summary = json!({
            "panel": self.panel,
            "api": format!("{}/api/v1", self.panel),
            "chats": self.chats,
            "data": self.data,
            "database_url": self.database_url,
            "people": people.collect::<Vec<_>>(),
        });
        if let Some(link) = &self.login_link {
            summary["login_link"] = link.clone().into();
        }
        summary
    }

    pub(super) fn to_text(&self) -> String {
        let Self { panel, chats, .. } = self;
        let link = self.login_link.as_deref().unwrap_or("— /login");
        let data = self.data.display();
        let (database, broadcast) = (&self.database_url, broadcast::ID);
        let people = people::ALL.iter().map(|role| {
            let [russian, english] = role.is;
            format!("  {:<16} {russian} / {english}", role.name())
        });
        let people = people.collect::<Vec<_>>().join("\n");
        format!(
            "
Мармеладный дворик: всё запущено / everything runs

  Чаты / chats      {chats}
  Панель / panel    {panel}
  Вход владельца, один раз, 5 минут / owner's login, once, 5 minutes:
  {link}
  Данные / data     {data}

Кто есть кто на странице чатов / who is who on the chat page:
{people}

Что попробовать / what to try:
  1. Анна → «Мармеладный дворик»: /start, «Проверить подписку» — придёт код
     Anna → the main bot: /start, then the subscription button gives a code
  2. Ирина → «касса»: напишите этот код, нажмите «Погасить» — Анне придёт сообщение
     Irina → the cashiers' bot: type that code, press «Погасить»; Anna is told
  3. Борис: то же без подписки, потом подпишите его на канал
     Boris: the same without a subscription, then let him join the channel
  4. Олег → «касса»: /start; Ольга → «касса»: «Одобрить»
     Oleg asks for access, Olga approves him
  5. Ольга → «касса»: /login — новая ссылка в панель / a new link into the panel
  6. Ольга → «Мармеладный дворик»: /broadcast, потом любое сообщение — рассылка прямо из чата
     Olga → the main bot: /broadcast, then any message, to send that to the clients
  7. Часы под списком чатов переводят всё демо вперёд: дни рождения, напоминания, сроки
     the clock under the list of chats moves the whole demo on: birthdays, reminders, expiry
  8. Рассылка уже идёт, её видно в панели и так / a broadcast is on its way, seen in the panel and by:
     DB_URL={database} marmelad-cli broadcast watch {broadcast}

Ctrl-C — остановить; данные останутся / stops; the data stays (--fresh starts over)
"
        )
    }
}
