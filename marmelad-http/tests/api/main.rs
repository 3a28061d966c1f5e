//! The whole server over a real database.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod around;
mod auth;
mod campaigns;
mod discounts;
mod house;
mod keyed;
mod life;
mod orders;
mod outside;
mod people;
mod reports;
mod shop;
