//! Who gets which message: the one rule about marketing.
//!
//! Marketing is broadcasts, birthday greetings and reminders; every other message is a service message. SQL that
//! expresses this rule is built by `marmelad-adapters/src/sql/marketing.rs` and tested against [`may_send`].

use crate::people::User;

/// What a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageClass {
    /// Sent whatever the client thinks of marketing.
    Service,
    /// Sent only to clients who want and may get it.
    Marketing,
}

/// What decides whether a client gets a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, as the table has them")]
pub struct ContactState {
    /// Personal data was removed.
    pub is_anonymized: bool,
    /// Telegram refuses to deliver to the client.
    pub is_blocked: bool,
    /// The client asked for no marketing.
    pub is_opted_out: bool,
    /// The client agreed to marketing.
    pub has_agreed: bool,
}

impl From<&User> for ContactState {
    fn from(user: &User) -> Self {
        Self {
            is_anonymized: user.anonymized_at.is_some(),
            is_blocked: user.is_blocked,
            is_opted_out: user.is_opted_out,
            has_agreed: user.marketing_consent_at.is_some(),
        }
    }
}

/// Why a client does not get a message, in the order in which [`may_send`] looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Personal data was removed.
    Anonymized,
    /// The client blocked the bot.
    Blocked,
    /// The client asked for no marketing.
    OptedOut,
    /// The client has not agreed to marketing.
    NoConsent,
}

crate::kernel::text_enum!(Obstacle {
    Anonymized => "anonymized",
    Blocked => "blocked",
    OptedOut => "opted_out",
    NoConsent => "no_consent",
});

/// Whether a message may be sent to a client now. `needs_consent`: marketing needs consent (a privacy policy is set).
pub const fn may_send(
    class: MessageClass,
    client: ContactState,
    needs_consent: bool,
) -> Result<(), Obstacle> {
    if client.is_anonymized {
        return Err(Obstacle::Anonymized);
    }
    match class {
        MessageClass::Marketing if client.is_blocked => Err(Obstacle::Blocked),
        MessageClass::Marketing if client.is_opted_out => Err(Obstacle::OptedOut),
        MessageClass::Marketing if needs_consent && !client.has_agreed => Err(Obstacle::NoConsent),
        MessageClass::Marketing | MessageClass::Service => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const WILLING: ContactState = ContactState {
        is_anonymized: false,
        is_blocked: false,
        is_opted_out: false,
        has_agreed: true,
    };

    #[rstest]
    #[case(WILLING, Ok(()))]
    #[case(ContactState { is_blocked: true, ..WILLING }, Err(Obstacle::Blocked))]
    #[case(ContactState { is_opted_out: true, ..WILLING }, Err(Obstacle::OptedOut))]
    #[case(ContactState { is_blocked: true, is_opted_out: true, ..WILLING }, Err(Obstacle::Blocked))]
    #[case(ContactState { is_anonymized: true, is_blocked: true, ..WILLING }, Err(Obstacle::Anonymized))]
    #[case(ContactState { has_agreed: false, ..WILLING }, Err(Obstacle::NoConsent))]
    fn marketing_stops_at_the_first_obstacle(
        #[case] client: ContactState,
        #[case] expected: Result<(), Obstacle>,
    ) {
        assert_eq!(may_send(MessageClass::Marketing, client, true), expected);
    }

    #[test]
    fn consent_counts_only_where_a_policy_is_set() {
        let silent = ContactState { has_agreed: false, ..WILLING };
        assert_eq!(may_send(MessageClass::Marketing, silent, false), Ok(()));
    }

    #[test]
    fn service_messages_reach_everybody_but_the_anonymised() {
        let unwilling =
            ContactState { is_blocked: true, is_opted_out: true, ..ContactState::default() };
        assert_eq!(may_send(MessageClass::Service, unwilling, true), Ok(()));
        let anonymised = ContactState { is_anonymized: true, ..WILLING };
        let refused = Err(Obstacle::Anonymized);
        assert_eq!(may_send(MessageClass::Service, anonymised, false), refused);
    }
}
