//! One message a second into each chat, replies counted.

use chrono::{DateTime, Duration, Utc};

/// From one message into a chat to the next delivery there.
pub const CHAT_SPACING: Duration = Duration::seconds(1);

/// Where a chat stands. What is stored of it may vanish: then it is as new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChatState {
    /// Before this instant no delivery goes there; `None` = at once.
    pub next_free_at: Option<DateTime<Utc>>,
    /// Telegram asked for silence there until then.
    pub paused_until: Option<DateTime<Utc>>,
}

/// What came of asking for a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatTurn {
    /// It was free, and is taken now.
    Taken,
    /// Ask again then.
    At(DateTime<Utc>),
}

impl ChatState {
    /// Takes the chat for one delivery.
    pub fn take(&mut self, now: DateTime<Utc>) -> ChatTurn {
        if let Some(until) = self.held_until(now) {
            return ChatTurn::At(until);
        }
        self.note(now);
        ChatTurn::Taken
    }

    /// The delivery that took the chat at `taken_at` does not go out after all. What went there meanwhile counts.
    pub fn give_back(&mut self, taken_at: DateTime<Utc>) {
        if self.next_free_at == Some(taken_at + CHAT_SPACING) {
            self.next_free_at = None;
        }
    }

    /// A message went there without asking.
    pub fn note(&mut self, now: DateTime<Utc>) {
        self.next_free_at = Some(now + CHAT_SPACING);
    }

    /// No delivery until then; nothing shortens it.
    pub fn pause(&mut self, until: DateTime<Utc>) {
        self.paused_until = self.paused_until.max(Some(until));
    }

    /// Until when deliveries wait; `None` = they do not. An instant further off than one message was written
    /// before a clock was set back.
    pub fn held_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let next = self.next_free_at.filter(|next| *next <= now + CHAT_SPACING);
        next.max(self.paused_until).filter(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::ChatTurn::{At, Taken};
    use super::*;

    fn at(millis: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_772_676_000_000 + millis).unwrap()
    }

    #[test]
    fn a_delivery_a_second_and_replies_count() {
        let mut chat = ChatState::default();
        assert_eq!(chat.take(at(0)), Taken);
        assert_eq!(chat.take(at(999)), At(at(1000)));
        chat.note(at(500));
        assert_eq!(chat.take(at(1000)), At(at(1500)));
        assert_eq!(chat.take(at(1500)), Taken);
    }

    #[test]
    fn a_pause_is_kept_and_nothing_shortens_it() {
        let mut chat = ChatState::default();
        chat.pause(at(7000));
        chat.pause(at(3000));
        assert_eq!(chat.take(at(6999)), At(at(7000)));
        chat.note(at(6500));
        assert_eq!(chat.take(at(6999)), At(at(7500)));
        assert_eq!(chat.take(at(7500)), Taken);
    }

    #[test]
    fn what_was_given_back_is_free_unless_something_went_there() {
        let mut chat = ChatState::default();
        assert_eq!(chat.take(at(0)), Taken);
        chat.give_back(at(0));
        assert_eq!(chat.take(at(1)), Taken);
        chat.note(at(2));
        chat.give_back(at(1));
        assert_eq!(chat.take(at(3)), At(at(1002)));
    }

    #[test]
    fn a_clock_that_is_set_back_stops_nothing() {
        let mut chat = ChatState::default();
        assert_eq!(chat.take(at(3_600_000)), Taken);
        assert_eq!(chat.take(at(0)), Taken);
        assert_eq!(chat.take(at(999)), At(at(1000)));
    }
}
