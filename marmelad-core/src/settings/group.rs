//! Groups of settings in the panel.

use crate::messages::TextPlace;
use crate::settings::{IntegerSetting, LineSetting, SettingKey};

/// A heading of the panel's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingGroup {
    /// The channel, the bot's name and the sending rate.
    Telegram,
    /// Consent and the policy.
    Privacy,
    /// Broadcasts and quiet hours.
    Marketing,
    Birthdays,
    Reminders,
    /// The digest, and the limit of wrong codes.
    Staff,
    /// Replies of the main bot.
    MainBotTexts,
    NoticeTexts,
    /// Replies of the auth bot.
    AuthBotTexts,
    StaffTexts,
}

crate::kernel::text_enum!(SettingGroup {
    Telegram => "telegram",
    Privacy => "privacy",
    Marketing => "marketing",
    Birthdays => "birthdays",
    Reminders => "reminders",
    Staff => "staff",
    MainBotTexts => "main_bot_texts",
    NoticeTexts => "notice_texts",
    AuthBotTexts => "auth_bot_texts",
    StaffTexts => "staff_texts",
});

impl SettingKey {
    pub fn group(self) -> SettingGroup {
        match self {
            Self::Line(LineSetting::TelegramChannelId | LineSetting::MainBotUsername)
            | Self::Integer(IntegerSetting::TelegramRatePerSecond) => SettingGroup::Telegram,
            Self::Line(LineSetting::PrivacyPolicyUrl | LineSetting::ConsentVersion) => {
                SettingGroup::Privacy
            }
            Self::Integer(IntegerSetting::BroadcastRatePerMinute) | Self::QuietHours => {
                SettingGroup::Marketing
            }
            Self::Integer(
                IntegerSetting::BirthdayGreetingHour
                | IntegerSetting::BirthdayChangeDays
                | IntegerSetting::BirthdayHoldDays,
            ) => SettingGroup::Birthdays,
            Self::Integer(IntegerSetting::ReminderDaysBefore | IntegerSetting::ReminderHour) => {
                SettingGroup::Reminders
            }
            Self::Integer(
                IntegerSetting::DigestHour
                | IntegerSetting::WrongCodeLimit
                | IntegerSetting::WrongCodeWindowMinutes
                | IntegerSetting::WrongCodePauseMinutes,
            ) => SettingGroup::Staff,
            Self::Text(text) => match text.place() {
                TextPlace::MainBot => SettingGroup::MainBotTexts,
                TextPlace::Notices => SettingGroup::NoticeTexts,
                TextPlace::AuthBot => SettingGroup::AuthBotTexts,
                TextPlace::Staff => SettingGroup::StaffTexts,
            },
        }
    }
}
