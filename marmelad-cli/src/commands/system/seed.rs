//! `seed`

use marmelad_adapters::bootstrap::open_store;
use marmelad_adapters::config::Purpose;
use marmelad_adapters::sql::seed::Seeded;
use marmelad_adapters::system::SystemClock;
use marmelad_core::clients::{TestUsers, UserFilter};
use marmelad_core::kernel::{Clock, Moment};
use marmelad_core::messages::ru;
use serde_json::json;

use crate::args::SeedArgs;
use crate::exit::Failure;
use crate::output::{Output, Progress};
use crate::seed::{Plan, fill};
use crate::session::configuration;

/// Migrates and fills the database; refuses a database that holds clients.
pub(crate) async fn run(args: SeedArgs, out: Output) -> Result<(), Failure> {
    let config = configuration(Purpose::Cli)?;
    if config.is_prod() {
        return Err(Failure::refused(
            "production",
            "APP_ENV is prod: generated clients have no place in production",
        ));
    }
    let store = open_store(&config, true).await?;
    let done = async {
        let now = SystemClock.now();
        store.migrate(now).await?;
        let plan = Plan { users: args.users, rng_seed: args.rng_seed, zone: config.zone, now };
        let progress = Progress::new("Making clients", args.users.into());
        let seeded = fill(&store, plan, |made| progress.at(made)).await?;
        drop(progress);
        let everybody = UserFilter { test: TestUsers::Any, ..UserFilter::default() };
        let zone = config.zone;
        let total = store.users.count(&everybody, Moment { now, zone }).await?;
        Ok::<_, Failure>((seeded, total))
    };
    let done = done.await;
    store.close().await;
    let (seeded, total) = done?;
    out.show(
        || json!({ "seeded": matches!(seeded, Seeded::Filled(_)), "users": total }),
        || match seeded {
            Seeded::Filled(clients) => {
                format!("Made {} clients and a year of their history.", ru::grouped_count(clients))
            }
            Seeded::NotEmpty => format!(
                "The database has {} clients already and stays as it is.",
                ru::grouped_count(total)
            ),
        },
    )
}
