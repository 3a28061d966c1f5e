//! The whole server over a real database.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod around;
mod auth;
mod campaigns;
mod house;
mod life;
mod outside;
mod people;
mod reports;
