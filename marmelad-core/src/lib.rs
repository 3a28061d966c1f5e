//! The rules of the loyalty system, one module per business area.
//!
//! Each area holds its types, its rules, its ports (traits) and its service. A front end (bots, API, command line)
//! calls a method of a service; the method applies the rules and calls ports; the adapters implement the ports.
//! Databases, networks, the clock and randomness are reached only through ports, so tests replace them.
//!
//! [`App`] holds the services, [`Ports`] the ports, and `kernel` the types that all areas share.

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
