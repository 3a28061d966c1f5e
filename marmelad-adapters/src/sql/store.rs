//! The store behind all ports, written once and compiled for each database.

mod audit;
mod broadcasts;
mod calendar;
mod campaigns;
mod clients;
mod conditions;
mod counting;
mod discounts;
mod intake;
mod marketing;
mod media;
mod notifications;
mod orders;
mod rates;
mod reports;
mod row;
mod segments;
mod sessions;
mod settings;
mod staff;
mod statement;
mod system;
mod transaction;

use super::dialect::{self, Db};
use crate::sql::{ConnectError, SqlOptions, SqlStore};
use counting::ListCounts;
use settings::SettingsCache;

/// Implements every port that the database serves; each area's folder holds its ports.
struct Store {
    db: Db,
    counts: ListCounts,
    settings: SettingsCache,
}

/// Opens the database and fills every port with it.
pub(in crate::sql) async fn open(url: &str, options: SqlOptions) -> Result<SqlStore, ConnectError> {
    Ok(SqlStore::new(Store {
        db: Db::connect(url, &options).await?,
        counts: ListCounts::new(),
        settings: SettingsCache::new(options.settings),
    }))
}
