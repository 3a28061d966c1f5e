//! Clients.

use marmelad_core::people as domain;

use super::{Day, Timestamp, Viewer, view, words};

words! {
    /// Gender of a client.
    Gender mirrors domain::Gender {
        /// Male.
        Male = "male",
        /// Female.
        Female = "female",
        /// Not given.
        Unknown = "unknown",
    }
}

view! {
    /// A client.
    User of user: domain::User {
        /// Id of the client; kept when the client is anonymised.
        id: i64,
        /// Telegram id of the client; negative after anonymising.
        telegram_id: i64,
        /// Telegram username without the @.
        username: Option<String>,
        /// First name in Telegram.
        first_name: Option<String>,
        /// Last name in Telegram.
        last_name: Option<String>,
        /// Name shown to staff; never empty.
        display_name: String,
        /// Phone that the client shared; hidden from `readonly` admins.
        phone: Option<String>,
        /// Gender that the client chose.
        gender: Gender,
        /// Birthday that the client gave.
        birthday: Option<Day>,
        /// When the birthday was last given or changed.
        birthday_changed_at: Option<Timestamp>,
        /// Result of the last subscription check.
        is_subscribed: bool,
        /// When the subscription was last checked.
        subscription_checked_at: Option<Timestamp>,
        /// Whether the client blocked the bot.
        is_blocked: bool,
        /// Whether the client opted out of marketing.
        is_opted_out: bool,
        /// When the client consented to the processing of personal data.
        consent_at: Option<Timestamp>,
        /// Version of the privacy policy that the client accepted.
        consent_version: Option<String>,
        /// When the client consented to marketing.
        marketing_consent_at: Option<Timestamp>,
        /// Tags set by staff.
        tags: Vec<String>,
        /// Whether this is a test user, hidden from lists and reports.
        is_test: bool,
        /// Campaign that brought the client.
        campaign_id: Option<i64>,
        /// When the client last wrote or pressed a button.
        last_seen_at: Option<Timestamp>,
        /// When personal data was removed.
        anonymized_at: Option<Timestamp>,
        /// First contact.
        created_at: Timestamp,
    }
}

impl User {
    /// The client without the phone if the viewer may not see it.
    pub fn for_viewer(user: domain::User, viewer: Viewer) -> Self {
        let user = Self::from(user);
        Self { phone: viewer.phone(user.phone), ..user }
    }
}
