//! The main bot, end to end.

mod birthday;
mod broadcasts;
mod calendar;
mod campaigns;
mod chat_broadcast;
mod cleanup;
mod consent;
mod discounts;
mod erase;
mod faults;
mod profile;
mod reach;
mod replicas;
mod start;
mod story;
mod subscription;
mod unsubscribe;
mod vanishing;
mod webhooks;

/// The main keyboard, row by row.
const KEYBOARD: [&str; 4] = ["Мои скидки", "Проверить подписку", "Указать ДР", "Профиль"];
