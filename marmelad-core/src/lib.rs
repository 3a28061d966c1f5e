//! The loyalty system, free of databases, networks, clocks and randomness.

pub mod alerts;
pub mod audit;
pub mod broadcasts;
pub mod calendar;
pub mod callbacks;
pub mod campaigns;
pub mod clients;
pub mod delivery;
pub mod discounts;
pub mod intake;
pub mod kernel;
pub mod media;
pub mod messages;
pub mod notifications;
pub mod onboarding;
pub mod orders;
pub mod people;
pub mod reports;
pub mod segments;
pub mod sessions;
pub mod settings;
pub mod staff;
pub mod system;

mod app;
mod ports;
mod service;

pub use app::App;
pub use ports::Ports;
pub(crate) use service::service;
pub use settings::AppContext;

#[cfg(test)]
pub(crate) mod testing;
