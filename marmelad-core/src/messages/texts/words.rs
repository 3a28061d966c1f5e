//! Words that the bots put into texts in place of a value.

/// Of the birthday, the phone, the gender.
pub const NOT_GIVEN: &str = "не указан";
pub const FEMALE: &str = "женский";
pub const MALE: &str = "мужской";
pub const MARKETING_ON: &str = "приходят";
pub const MARKETING_OFF: &str = "отключены";
/// Of who decided on a request, when that is not known.
pub const ANOTHER_ADMIN: &str = "другой администратор";
/// Of those who do not get a broadcast: they do not want any.
pub const LEFT_OUT_OPTED_OUT: &str = "отписались";
/// Of those who do not get a broadcast: they blocked the bot.
pub const LEFT_OUT_BLOCKED: &str = "заблокировали бота";
/// Of those who do not get a broadcast: they never agreed to.
pub const LEFT_OUT_NO_CONSENT: &str = "не соглашались на предложения";
/// Of a broadcast of a message without words.
pub const FROM_CHAT: &str = "Из чата";
/// Of who decided on a request by the command line.
pub const OPERATOR: &str = "оператор";
/// Of a broadcast on its way that does not move.
pub const STANDING: &str = "не движется";
pub const PAUSED: &str = "на паузе";
pub const STOPPED_ON_ERROR: &str = "остановлена из-за ошибки";
/// Of a broadcast whose start has passed.
pub const NOT_STARTED: &str = "не началась вовремя";
/// Before the rest of a budget.
pub const LEFT: &str = "осталось";
/// Before how many of a long list are not named.
pub const AND_MORE: &str = "и ещё";
