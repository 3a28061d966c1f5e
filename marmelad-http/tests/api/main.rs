//! The whole server over a real database.

#![allow(clippy::unwrap_used, missing_docs)]
// A test tells its story in one piece, of users, uses and what is used.
#![allow(clippy::too_many_lines, clippy::similar_names)]

mod access;
mod around;
mod audit_logs;
mod auth;
mod bounds;
mod broadcasts;
mod campaigns;
mod discounts;
mod exports;
mod house;
mod keyed;
mod life;
mod media;
mod orders;
mod outside;
mod people;
mod process;
mod reports;
mod segments;
mod settings;
mod shop;
mod staff;
mod templates;
mod users;
