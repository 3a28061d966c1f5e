//! The real program over real databases: exit codes, answers, one-line errors.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

mod backup;
mod broadcast_runs;
mod broadcasts;
mod broken;
mod codes;
mod demo;
mod doctor;
mod imports;
mod lists;
mod mariadb;
mod people;
mod race;
mod reports;
mod seeding;
mod settings;
mod shop;
mod templates;
