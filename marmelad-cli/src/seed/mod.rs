//! Generated clients with a year of history, for the demo and for measurements.
//!
//! The same seed gives the same data on the same local day. No person is real: Telegram ids are far above real
//! ones, and phone numbers have a prefix that no operator uses.

mod dice;
mod names;
mod offers;
mod story;

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use marmelad_adapters::sql::SqlStore;
use marmelad_adapters::sql::seed::{SeedClient, SeedShops, Seeded};
use marmelad_core::discounts::Template;
use marmelad_core::kernel::{PortError, zone};

use dice::Dice;
use offers::Offers;
use story::World;

/// Length of the history in days.
const DAYS: i64 = 365;
/// Clients written per transaction.
const LOT: u32 = 5_000;

/// Parameters of the generated data.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Number of clients, at least 1.
    pub users: u32,
    pub rng_seed: u64,
    pub zone: Tz,
    /// The current instant; the history ends with yesterday.
    pub now: DateTime<Utc>,
}

/// Fills a migrated database without clients; `progress` receives the number of clients written so far.
pub async fn fill(
    store: &SqlStore,
    plan: Plan,
    progress: impl Fn(u64) + Send + Sync,
) -> Result<Seeded, PortError> {
    let templates = store.templates.list().await?;
    let mut world = world(plan, &templates);
    let shops = SeedShops { clients: plan.users, ..world.offers.shops.clone() };
    let mut made = 0;
    let mut lots = std::iter::from_fn(|| {
        let lot = next_lot(&mut world, plan.users, &mut made);
        progress(made.into());
        lot
    });
    store.seed(&shops, &mut lots).await
}

fn world(plan: Plan, templates: &[Template]) -> World {
    let mut dice = Dice::new(plan.rng_seed);
    let today = zone::local_day(plan.now, plan.zone);
    let opened = today - Duration::days(DAYS);
    World {
        offers: Offers::new(templates, opened, plan.zone, plan.now, &mut dice),
        dice,
        zone: plan.zone,
        opened,
        today,
    }
}

fn next_lot(world: &mut World, users: u32, made: &mut u32) -> Option<Vec<SeedClient>> {
    let first = *made;
    *made = users.min(first.saturating_add(LOT));
    (first < *made).then(|| (first..*made).map(|number| world.client(number, users)).collect())
}

#[cfg(test)]
mod tests;
