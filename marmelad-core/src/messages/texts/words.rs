//! Words that replace a missing or special value in texts.

/// Replaces a missing birthday, phone or gender.
pub const NOT_GIVEN: &str = "не указан";
pub const FEMALE: &str = "женский";
pub const MALE: &str = "мужской";
pub const MARKETING_ON: &str = "приходят";
pub const MARKETING_OFF: &str = "отключены";
/// Replaces the name of an unknown deciding admin.
pub const ANOTHER_ADMIN: &str = "другой администратор";
/// Skipped recipients of a broadcast: opted out.
pub const LEFT_OUT_OPTED_OUT: &str = "отписались";
/// Skipped recipients of a broadcast: blocked the bot.
pub const LEFT_OUT_BLOCKED: &str = "заблокировали бота";
/// Skipped recipients of a broadcast: no consent.
pub const LEFT_OUT_NO_CONSENT: &str = "не соглашались на предложения";
/// Title of a broadcast whose copied message has no text.
pub const FROM_CHAT: &str = "Из чата";
/// Names the person who decided a request by the command line.
pub const OPERATOR: &str = "оператор";
/// A sending broadcast without progress.
pub const STANDING: &str = "не движется";
pub const PAUSED: &str = "на паузе";
pub const STOPPED_ON_ERROR: &str = "остановлена из-за ошибки";
/// A broadcast that missed its start time.
pub const NOT_STARTED: &str = "не началась вовремя";
/// Precedes the rest of a budget.
pub const LEFT: &str = "осталось";
/// Precedes the number of list entries left out.
pub const AND_MORE: &str = "и ещё";
