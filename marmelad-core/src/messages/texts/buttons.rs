//! Labels of buttons on messages that the core writes. Fixed, unlike texts.

/// Under marketing and in the profile: no more marketing.
pub const STOP_MARKETING: &str = "Не присылать рассылки";
/// Auth bot, to admins: approves a cashier's request.
pub const APPROVE: &str = "Одобрить";
/// Auth bot, to admins: rejects a cashier's request.
pub const REJECT: &str = "Отклонить";
