//! A client gives their birthday.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::App;
use crate::domain::birthday::{self, BirthdayError};
use crate::domain::consent::{ConsentState, consent_state};
use crate::domain::user::User;
use crate::ports::{PortError, UserChange};

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum SetBirthday {
    /// Kept.
    Saved(NaiveDate),
    /// Not a date, or not one that a client can be born on.
    BadFormat(BirthdayError),
    /// Changed too lately; again from that instant.
    TooOften {
        /// The first instant at which it may be changed.
        from: DateTime<Utc>,
    },
    /// Consent is needed first.
    ConsentNeeded,
}

impl App {
    /// Whether the client may give or change the birthday now; asked before the dialogue begins.
    pub async fn may_set_birthday(&self, user: &User) -> Result<Option<SetBirthday>, PortError> {
        let settings = self.settings().await?;
        if consent_state(&settings, user) == ConsentState::Needed {
            return Ok(Some(SetBirthday::ConsentNeeded));
        }
        let change_days = settings.birthday_change_days();
        Ok(
            birthday::may_change(user.birthday_changed_at, self.now(), change_days)
                .err()
                .map(|from| SetBirthday::TooOften { from }),
        )
    }

    /// Reads what the client typed and keeps it: once, then once per `birthday_change_days`. The date
    /// that is known already changes nothing and is saved: an answer may have to be given twice.
    pub async fn set_birthday(&self, user: &User, typed: &str) -> Result<SetBirthday, PortError> {
        if let Ok(date) = birthday::parse_birthday(typed, self.today())
            && user.birthday == Some(date)
        {
            return Ok(SetBirthday::Saved(date));
        }
        if let Some(refusal) = self.may_set_birthday(user).await? {
            return Ok(refusal);
        }
        let date = match birthday::parse_birthday(typed, self.today()) {
            Ok(date) => date,
            Err(error) => return Ok(SetBirthday::BadFormat(error)),
        };
        let pause = Duration::days(i64::from(self.settings().await?.birthday_change_days()));
        let change = UserChange::Birthday {
            date,
            unless_changed_after: Some(self.now() - pause),
        };
        Ok(match self.change_client(user.id, change).await? {
            Some(_) => SetBirthday::Saved(date),
            None => SetBirthday::TooOften {
                from: self.now() + pause,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::ports::{MockUserRepo, Ports};
    use crate::usecases::testing::{NOW, app_with_settings, client};

    fn ports(users: MockUserRepo) -> Ports {
        Ports {
            users: Arc::new(users),
            ..Ports::mocked()
        }
    }

    #[tokio::test]
    async fn the_first_birthday_is_kept() {
        let mut users = MockUserRepo::new();
        let expected = NaiveDate::from_ymd_opt(2002, 2, 3).unwrap();
        users
            .expect_change()
            .once()
            .withf(move |command| matches!(command.change, UserChange::Birthday { date, .. } if date == expected))
            .returning(|_| Ok(Some(client())));
        let app = app_with_settings(NOW, &[], ports(users));
        assert_eq!(
            app.clients
                .set_birthday(&client(), "3 февраля 2002")
                .await
                .unwrap(),
            SetBirthday::Saved(expected)
        );
    }

    #[tokio::test]
    async fn a_second_change_within_the_year_is_refused_without_a_write() {
        let app = app_with_settings(NOW, &[], ports(MockUserRepo::new()));
        let mut user = client();
        user.birthday_changed_at = Some(app.now() - Duration::days(364));
        let outcome = app.clients.set_birthday(&user, "3.2.2002").await.unwrap();
        assert_eq!(
            outcome,
            SetBirthday::TooOften {
                from: app.now() + Duration::days(1)
            }
        );
    }

    #[tokio::test]
    async fn the_same_date_again_is_no_change() {
        let app = app_with_settings(NOW, &[], ports(MockUserRepo::new()));
        let mut user = client();
        user.birthday = NaiveDate::from_ymd_opt(2002, 2, 3);
        user.birthday_changed_at = Some(app.now());
        assert_eq!(
            app.clients.set_birthday(&user, "03.02.2002").await.unwrap(),
            SetBirthday::Saved(user.birthday.unwrap())
        );
    }

    #[tokio::test]
    async fn consent_comes_first() {
        let policy = [("privacy_policy_url", "https://example.org/privacy")];
        let app = app_with_settings(NOW, &policy, ports(MockUserRepo::new()));
        assert_eq!(
            app.clients
                .set_birthday(&client(), "3.2.2002")
                .await
                .unwrap(),
            SetBirthday::ConsentNeeded
        );
    }
}
