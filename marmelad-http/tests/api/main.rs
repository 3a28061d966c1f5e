//! The whole server over a real database.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod around;
mod audit_logs;
mod auth;
mod house;
mod life;
mod outside;
mod people;
mod segments;
mod settings;
mod staff;
mod templates;
