//! The whole server over a real database.

#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod around;
mod auth;
mod broadcasts;
mod house;
mod life;
mod media;
mod outside;
mod people;
