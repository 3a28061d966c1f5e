//! Words that the bots put into texts in place of a value.

/// Of the birthday, the phone, the gender.
pub const NOT_GIVEN: &str = "не указан";
/// Of the gender.
pub const FEMALE: &str = "женский";
/// Of the gender.
pub const MALE: &str = "мужской";
/// Of marketing.
pub const MARKETING_ON: &str = "приходят";
/// Of marketing.
pub const MARKETING_OFF: &str = "отключены";
/// Of who decided on a request, when that is not known.
pub const ANOTHER_ADMIN: &str = "другой администратор";
/// Of who decided on a request by the command line.
pub const OPERATOR: &str = "оператор";
