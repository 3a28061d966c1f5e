//! The REST API and the built panel.

pub mod views;
