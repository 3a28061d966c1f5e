//! A client gives or changes the birthday.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::clients::{ClientService, ConsentState, UserChange, consent_state};
use crate::kernel::PortError;
use crate::people::{BirthdayError, User, birthday};

/// Result of giving a birthday.
#[derive(Debug, Clone, PartialEq)]
pub enum SetBirthday {
    Saved(NaiveDate),
    /// The text is not a date, or not a possible birthday.
    BadFormat(BirthdayError),
    /// The last change is too recent.
    TooOften {
        /// From when the birthday may be changed again.
        from: DateTime<Utc>,
    },
    /// The client must consent to data processing first.
    ConsentNeeded,
}

impl ClientService {
    /// Why the client may not give or change the birthday now; `None` = allowed. Called before the dialogue starts.
    pub async fn may_set_birthday(&self, user: &User) -> Result<Option<SetBirthday>, PortError> {
        let settings = self.context.settings().await?;
        if consent_state(&settings, user) == ConsentState::Needed {
            return Ok(Some(SetBirthday::ConsentNeeded));
        }
        let change_days = settings.birthday_change_days();
        Ok(birthday::may_change(user.birthday_changed_at, self.context.now(), change_days)
            .err()
            .map(|from| SetBirthday::TooOften { from }))
    }

    /// Reads and stores the typed date: once, then once per `birthday_change_days`. The stored date
    /// is accepted again without a change, because a repeated update must get the same answer.
    pub async fn set_birthday(&self, user: &User, typed: &str) -> Result<SetBirthday, PortError> {
        if let Ok(date) = birthday::parse_birthday(typed, self.context.today())
            && user.birthday == Some(date)
        {
            return Ok(SetBirthday::Saved(date));
        }
        if let Some(refusal) = self.may_set_birthday(user).await? {
            return Ok(refusal);
        }
        let date = match birthday::parse_birthday(typed, self.context.today()) {
            Ok(date) => date,
            Err(error) => return Ok(SetBirthday::BadFormat(error)),
        };
        let pause =
            Duration::days(i64::from(self.context.settings().await?.birthday_change_days()));
        let change =
            UserChange::Birthday { date, unless_changed_after: Some(self.context.now() - pause) };
        Ok(match self.change_client(user.id, change).await? {
            Some(_) => SetBirthday::Saved(date),
            None => SetBirthday::TooOften { from: self.context.now() + pause },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::clients::MockUserRepo;
    use crate::testing::{NOW, app_at, app_with_settings, client};

    async fn set(user: &User, typed: &str, users: MockUserRepo) -> SetBirthday {
        let ports = Ports { users: Arc::new(users), ..Ports::mocked() };
        app_at(NOW, ports).clients.set_birthday(user, typed).await.unwrap()
    }

    fn birthday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2002, 2, 3).unwrap()
    }

    #[tokio::test]
    async fn the_first_birthday_is_stored() {
        let mut users = MockUserRepo::new();
        users
            .expect_change()
            .once()
            .withf(|command| matches!(command.change, UserChange::Birthday { date, .. } if date == birthday()))
            .returning(|_| Ok(Some(client())));
        let outcome = set(&client(), "3 февраля 2002", users).await;
        assert_eq!(outcome, SetBirthday::Saved(birthday()));
    }

    #[tokio::test]
    async fn a_second_change_within_the_year_is_refused_without_a_write() {
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let changed_at = Some(now - Duration::days(364));
        let user = User { birthday_changed_at: changed_at, ..client() };
        let too_often = SetBirthday::TooOften { from: now + Duration::days(1) };
        assert_eq!(set(&user, "3.2.2002", MockUserRepo::new()).await, too_often);
        // The same date again is no change.
        let user = User { birthday: Some(birthday()), ..user };
        let outcome = set(&user, "03.02.2002", MockUserRepo::new()).await;
        assert_eq!(outcome, SetBirthday::Saved(birthday()));
    }

    #[tokio::test]
    async fn consent_is_required_first() {
        let policy = [("privacy_policy_url", "https://example.org/privacy")];
        let app = app_with_settings(NOW, &policy, Ports::mocked());
        let outcome = app.clients.set_birthday(&client(), "3.2.2002").await;
        assert_eq!(outcome.unwrap(), SetBirthday::ConsentNeeded);
    }
}
