//! The whole server over a real database.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod around;
mod audit_logs;
mod auth;
mod campaigns;
mod discounts;
mod exports;
mod house;
mod keyed;
mod life;
mod orders;
mod outside;
mod people;
mod reports;
mod segments;
mod settings;
mod shop;
mod staff;
mod templates;
mod users;
