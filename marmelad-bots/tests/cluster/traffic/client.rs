//! Clients: each comes once, for the first code.

use std::sync::atomic::{AtomicI64, Ordering};

use marmelad_sandbox::{BotKind, Message, Person};

use super::Surroundings;
use super::chat::Chat;
use crate::harness::Seen;

/// Telegram id of the first; the others follow.
const FIRST: i64 = 20_001;

pub(super) struct Visits {
    around: Surroundings,
    next: AtomicI64,
}

impl Visits {
    pub(super) fn new(around: &Surroundings) -> Self {
        Self { around: around.clone(), next: AtomicI64::new(FIRST) }
    }

    /// One client, then the next.
    pub(super) async fn one_after_another(&self) {
        while !self.around.closing.is_cancelled() {
            let id = self.next.fetch_add(1, Ordering::Relaxed);
            self.around.telegram.add_person(Person::new(id, "Вера"));
            visit(Chat::new(&self.around, BotKind::Main, id)).await;
        }
    }
}

/// From the first word to the code in the list.
async fn visit(chat: Chat) {
    chat.asks("/start", |it| says(it, &["Здравствуйте"])).await;
    let check = "Проверить подписку";
    chat.asks(check, |it| says(it, &["Вы не подписаны"])).await;
    chat.around().telegram.join_channel(chat.id).unwrap();
    // The code may be there while the message with it got lost.
    let given = ["Ваша скидка", "Вы уже получали скидку"];
    let code = chat.asks(check, |it| says(it, &given).map(Seen)).await.code();
    let listed = ["Ваши активные скидки"];
    let list = chat.asks("Мои скидки", |it| says(it, &listed)).await;
    assert_eq!(Seen(list).code(), code, "{}", chat.history());
    chat.around().journal.got(chat.id, code);
}

fn says(message: &Message, texts: &[&str]) -> Option<Message> {
    let does = texts.iter().any(|text| message.text.contains(text));
    does.then(|| message.clone())
}
