//! Somebody with Telegram open, in the chat with one of the bots.

use std::sync::{Arc, Mutex};

use marmelad_sandbox::{BotKind, CallbackAnswer, InlineButton, MemberStatus, Message, Sandbox};

/// Somebody in the chat with one of the bots. Remembers up to which message they have read.
#[derive(Clone)]
pub struct Person {
    pub id: i64,
    pub bot: BotKind,
    pub telegram: Sandbox,
    read: Arc<Mutex<i32>>,
}

/// A message that somebody sees.
pub struct Seen(pub Message);

/// A press that may be answered.
pub struct Pressed {
    telegram: Sandbox,
    /// The update that carries it.
    pub update_id: u32,
    callback_query_id: String,
}

impl Person {
    pub fn new(telegram: Sandbox, bot: BotKind, id: i64) -> Self {
        let read = Arc::new(Mutex::new(0));
        Self { id, bot, telegram, read }
    }

    /// The same person in the chat with another bot.
    pub fn with(&self, bot: BotKind) -> Self {
        Self::new(self.telegram.clone(), bot, self.id)
    }

    /// Writes. Answers with the id of the update.
    pub fn says(&self, text: &str) -> u32 {
        let posted = self.telegram.send_text(self.bot, self.id, text).unwrap();
        self.has_read(posted.message_id);
        posted.update_id
    }

    /// Writes, and sees the next message.
    pub async fn asks(&self, text: &str, answer: &str) -> Seen {
        self.says(text);
        self.sees(answer).await
    }

    /// Presses, and sees the next message.
    pub async fn presses_and_sees(&self, label: &str, answer: &str) -> Seen {
        self.presses(label);
        self.sees(answer).await
    }

    /// Presses a button under a message, and sees the message changed to this text.
    pub async fn presses_until(&self, message: &Seen, label: &str, text: &str) -> Seen {
        self.presses_under(message, label);
        self.finds_at(message, text).await
    }

    /// The next message of the bot, which must have this text in it.
    pub async fn sees(&self, text: &str) -> Seen {
        let after = *self.read.lock().unwrap();
        let next = self.telegram.next_bot_message(self.bot, self.id, after);
        let message = next.await.unwrap_or_else(|error| {
            panic!("{} waited for «{text}»: {error}", self.id);
        });
        assert!(
            message.html().contains(text),
            "{} should see «{text}» and sees «{}»",
            self.id,
            message.html()
        );
        self.has_read(message.message_id);
        Seen(message)
    }

    /// A message of the bot with this text, now or later, read or not.
    pub async fn finds(&self, text: &str) -> Seen {
        let found =
            self.telegram.wait_for(self.bot, self.id, |message| message.html().contains(text));
        Seen(found.await.unwrap())
    }

    /// A message of the bot, once it was changed to this text.
    pub async fn finds_at(&self, message: &Seen, text: &str) -> Seen {
        self.finds_changed(message, |changed| changed.html().contains(text)).await
    }

    /// A message of the bot, once it has exactly these inline buttons.
    pub async fn finds_buttons(&self, message: &Seen, labels: &[&str]) -> Seen {
        self.finds_changed(message, |changed| {
            changed.buttons().map(|button| &*button.text).eq(labels.iter().copied())
        })
        .await
    }

    async fn finds_changed(&self, message: &Seen, is_it: impl Fn(&Message) -> bool) -> Seen {
        let id = message.0.message_id;
        let changed = self
            .telegram
            .wait_for(self.bot, self.id, |message| message.message_id == id && is_it(message));
        Seen(changed.await.unwrap())
    }

    /// Presses an inline button of the newest message that has it, or taps the keyboard.
    pub fn presses(&self, label: &str) -> Option<Pressed> {
        let newest = self.telegram.bot_messages(self.bot, self.id).pop();
        let is_under_newest = newest.is_some_and(|message| message.button(label).is_some());
        let keyboard = self.telegram.keyboard(self.bot, self.id);
        if !is_under_newest && keyboard.iter().any(|button| button == label) {
            let posted = self.telegram.tap(self.bot, self.id, label).unwrap();
            self.has_read(posted.message_id);
            return None;
        }
        let pressed = self.telegram.press_label(self.bot, self.id, label);
        Some(self.pressed(pressed.unwrap()))
    }

    /// Presses a button with this data under a message, as it is or was.
    pub fn presses_data(&self, message: &Seen, data: &str) -> Pressed {
        let pressed = self.telegram.press(self.bot, self.id, message.0.message_id, data).unwrap();
        self.pressed(pressed)
    }

    /// Presses a button that a message has, or had before it was changed.
    pub fn presses_under(&self, message: &Seen, label: &str) -> Pressed {
        let data = message.button(label).callback_data.unwrap();
        self.presses_data(message, &data)
    }

    pub fn subscribes(&self) {
        self.telegram.join_channel(self.id).unwrap();
    }

    pub fn unsubscribes(&self) {
        self.telegram.set_member(self.id, MemberStatus::Left).unwrap();
    }

    /// Labels of the keyboard that is shown now.
    pub fn keyboard(&self) -> Vec<String> {
        self.telegram.keyboard(self.bot, self.id)
    }

    /// Whether a message of the bot has this text.
    pub fn has_seen(&self, text: &str) -> bool {
        let messages = self.telegram.bot_messages(self.bot, self.id);
        messages.iter().any(|message| message.html().contains(text))
    }

    /// How many messages the bot has sent here.
    pub fn messages_from_bot(&self) -> usize {
        self.telegram.bot_messages(self.bot, self.id).len()
    }

    /// Everything up to now is read.
    pub fn reads_all(&self) {
        let newest = self.telegram.messages(self.bot, self.id).pop();
        self.has_read(newest.map_or(0, |message| message.message_id));
    }

    fn pressed(&self, pressed: marmelad_sandbox::Pressed) -> Pressed {
        self.reads_all();
        Pressed {
            telegram: self.telegram.clone(),
            update_id: pressed.update_id,
            callback_query_id: pressed.callback_query_id,
        }
    }

    fn has_read(&self, message_id: i32) {
        *self.read.lock().unwrap() = message_id;
    }
}

impl Seen {
    /// What it says, as HTML.
    pub fn html(&self) -> String {
        self.0.html()
    }

    /// It must say all of this.
    #[track_caller]
    pub fn says(&self, texts: &[&str]) {
        for text in texts {
            assert!(self.html().contains(text), "«{text}» is not in «{}»", self.html());
        }
    }

    /// The discount code in it.
    pub fn code(&self) -> String {
        let is_code = |word: &&str| {
            let signs: Vec<char> = word.chars().collect();
            signs.len() == 7
                && signs[..3].iter().all(|sign| sign.is_alphabetic())
                && signs[3..].iter().all(char::is_ascii_digit)
        };
        let words = self.0.text.split(|sign: char| !sign.is_alphanumeric());
        let code = words.into_iter().find(is_code);
        code.unwrap_or_else(|| panic!("no code in «{}»", self.0.text)).to_owned()
    }

    /// The inline button with this label.
    pub fn button(&self, label: &str) -> InlineButton {
        let button = self.0.button(label).cloned();
        button.unwrap_or_else(|| panic!("no button «{label}» under «{}»", self.0.text))
    }

    /// Labels of the inline buttons.
    pub fn buttons(&self) -> Vec<String> {
        self.0.buttons().map(|button| button.text.clone()).collect()
    }
}

impl Pressed {
    /// What the bot answered to the press.
    pub async fn answered(&self) -> CallbackAnswer {
        let answer = self.telegram.callback_answer(&self.callback_query_id);
        answer.await.unwrap()
    }
}
