//! The rule that decides who is greeted and who receives a code.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::clients::{ContactState, MessageClass, may_send};
use crate::people::{birthday_md, due_on, may_celebrate};

/// Facts about a client that the birthday rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Celebrant {
    /// The birthday that the client gave.
    pub birthday: Option<NaiveDate>,
    /// When the birthday was last given or changed.
    pub birthday_changed_at: Option<DateTime<Utc>>,
    /// The local day of the last greeting.
    pub last_celebrated_on: Option<NaiveDate>,
    /// Decides whether the client gets marketing.
    pub contact: ContactState,
    /// Agreed to the processing of personal data.
    pub has_consented: bool,
}

/// Decides whether a client is greeted. The store calls the rule while it holds the lock on the client's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BirthdayRule {
    pub day: NaiveDate,
    /// `birthday_hold_days`: a changed birthday is not greeted for this many days.
    pub hold_days: u32,
    pub zone: Tz,
    /// A privacy policy is set, so consent is required.
    pub needs_consent: bool,
}

impl BirthdayRule {
    /// Whether the client is greeted on the day. Test users are greeted too.
    pub fn greets(&self, client: &Celebrant) -> bool {
        let is_due = client
            .birthday
            .is_some_and(|birthday| due_on(self.day).contains(&birthday_md(birthday)));
        is_due
            && may_send(MessageClass::Marketing, client.contact, self.needs_consent).is_ok()
            && may_celebrate(
                self.day,
                client.last_celebrated_on,
                client.birthday_changed_at,
                self.hold_days,
                self.zone,
            )
    }

    /// Whether the greeting may carry a code: codes need consent to the processing of personal data.
    pub fn may_give_code(&self, client: &Celebrant) -> bool {
        !self.needs_consent || client.has_consented
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(day: &str) -> BirthdayRule {
        BirthdayRule {
            day: date(day),
            hold_days: 7,
            zone: chrono_tz::Asia::Vladivostok,
            needs_consent: false,
        }
    }

    fn client(birthday: &str) -> Celebrant {
        Celebrant {
            birthday: Some(date(birthday)),
            birthday_changed_at: None,
            last_celebrated_on: None,
            contact: ContactState {
                is_blocked: false,
                is_opted_out: false,
                is_anonymized: false,
                has_agreed: false,
            },
            has_consented: false,
        }
    }

    #[rstest]
    #[case("2002-03-05", "2026-03-05", true)]
    #[case("2002-03-05", "2026-03-04", false)]
    #[case::leap_in_common_year("2004-02-29", "2026-02-28", true)]
    #[case::leap_not_on_first_of_march("2004-02-29", "2026-03-01", false)]
    #[case::leap_in_leap_year("2004-02-29", "2028-02-29", true)]
    #[case::not_twice_in_leap_year("2004-02-29", "2028-02-28", false)]
    #[case::twenty_eighth_too("2002-02-28", "2026-02-28", true)]
    fn a_birthday_is_greeted_on_its_day(
        #[case] birthday: &str,
        #[case] day: &str,
        #[case] greeted: bool,
    ) {
        assert_eq!(rule(day).greets(&client(birthday)), greeted);
    }

    #[rstest]
    #[case::blocked(|client: &mut Celebrant| client.contact.is_blocked = true)]
    #[case::opted_out(|client: &mut Celebrant| client.contact.is_opted_out = true)]
    #[case::anonymized(|client: &mut Celebrant| client.contact.is_anonymized = true)]
    #[case::no_birthday(|client: &mut Celebrant| client.birthday = None)]
    #[case::this_year(|client: &mut Celebrant| client.last_celebrated_on = Some(date("2026-01-01")))]
    #[case::too_soon(|client: &mut Celebrant| client.last_celebrated_on = Some(date("2025-05-10")))]
    #[case::held(|client: &mut Celebrant| {
        client.birthday_changed_at = Some("2026-02-27T00:00:00Z".parse().unwrap());
    })]
    fn clients_who_may_not_be_greeted(#[case] change: fn(&mut Celebrant)) {
        let mut client = client("2002-03-05");
        assert!(rule("2026-03-05").greets(&client));
        change(&mut client);
        assert!(!rule("2026-03-05").greets(&client));
    }

    #[rstest]
    #[case(false, false, false, true, true)]
    #[case(true, false, false, false, false)]
    #[case(true, true, false, true, false)]
    #[case(true, true, true, true, true)]
    fn with_a_privacy_policy_both_consents_are_required(
        #[case] needs_consent: bool,
        #[case] marketing: bool,
        #[case] processing: bool,
        #[case] greeted: bool,
        #[case] with_code: bool,
    ) {
        let rule = BirthdayRule { needs_consent, ..rule("2026-03-05") };
        let mut client = client("2002-03-05");
        client.contact.has_agreed = marketing;
        client.has_consented = processing;
        assert_eq!((rule.greets(&client), rule.may_give_code(&client)), (greeted, with_code));
    }
}
