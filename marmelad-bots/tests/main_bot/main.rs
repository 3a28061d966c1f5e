//! The main bot, end to end.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../harness/mod.rs"]
mod harness;

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
