//! `settings`, cached for [`MEMORY`].

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, PortError, to_millis};
use marmelad_core::settings::{BootDefaults, ChangeSettings, SettingTouch, Settings, SettingsRepo};
use serde_json::Value;
use sqlx::types::Json;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::dialect::{Conn, for_update};
use super::statement::{Statement, bind};
use super::{Store, audit};
use crate::sql::fault::Fault;
use crate::telemetry::describe;

/// How long a change of another process may go unnoticed; the promise is 5 s.
const MEMORY: Duration = Duration::from_secs(2);

/// `SELECT` every stored setting, then the given clauses.
macro_rules! stored {
    ($($rest:expr)?) => {
        concat!("SELECT `key`, value, is_default FROM settings ORDER BY id" $(, $rest)?)
    };
}

type StoredRow = (String, Json<Value>, bool);

/// The settings in force, without rows that were reset to their defaults.
fn values(rows: Vec<StoredRow>) -> impl Iterator<Item = (String, Value)> {
    let set = rows.into_iter().filter(|(_, _, is_default)| !is_default);
    set.map(|(key, Json(value), _)| (key, value))
}

/// The settings as this process last read them, and the configuration's part in them.
pub(super) struct SettingsCache {
    boot: BootDefaults,
    /// Locked while loading: a load that began before a change of this process cannot end after the change.
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    settings: Option<Remembered>,
    /// The problems of stored rows as last logged, so that each is logged once.
    reported: Vec<String>,
}

struct Remembered {
    settings: Arc<Settings>,
    /// `None`: they have changed since they were read.
    read_at: Option<Instant>,
}

impl Remembered {
    fn is_fresh(&self) -> bool {
        self.read_at.is_some_and(|read_at| read_at.elapsed() < MEMORY)
    }
}

impl SettingsCache {
    pub(super) fn new(boot: BootDefaults) -> Self {
        Self { boot, memory: Mutex::default() }
    }

    async fn expire(&self) {
        if let Some(remembered) = &mut self.memory.lock().await.settings {
            remembered.read_at = None;
        }
    }
}

/// Without a value the default is in force, and the row only says who reset the setting, and when.
async fn store(
    conn: &mut Conn,
    key: &str,
    value: Option<&Value>,
    admin: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let now = to_millis(now);
    let (is_default, value) = (value.is_none(), Json(value.unwrap_or(&Value::Null)));
    let sql = "UPDATE settings SET value = ?, is_default = ?, updated_by_admin_id = ?, \
               updated_at = ? WHERE `key` = ?";
    let changed = bind!(sqlx::query(sql), value, is_default, admin, now, key).changes(conn).await?;
    if changed == 0 {
        let sql = "INSERT INTO settings (`key`, value, is_default, updated_by_admin_id, \
                   created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
        bind!(sqlx::query(sql), key, value, is_default, admin, now, now).insert_new(conn).await?;
    }
    Ok(())
}

#[async_trait]
impl SettingsRepo for Store {
    async fn current(&self) -> Result<Arc<Settings>, PortError> {
        let mut memory = self.settings.memory.lock().await;
        if let Some(remembered) = memory.settings.as_ref().filter(|it| it.is_fresh()) {
            return Ok(Arc::clone(&remembered.settings));
        }
        let read = self
            .db
            .read("settings.current", async |mut conn| {
                Ok(sqlx::query_as::<_, StoredRow>(stored!()).fetch_all(&mut *conn).await?)
            })
            .await;
        let (settings, problems) = match (read, &mut memory.settings) {
            (Ok(rows), _) => Settings::load(self.settings.boot.clone(), values(rows)),
            // While the database is away the settings of a moment ago are better than none, and the callers
            // that wait for this lock need not try in turn.
            (Err(error), Some(remembered)) => {
                remembered.read_at = Some(Instant::now());
                tracing::warn!(
                    error = describe(&error),
                    "settings could not be read; the last ones stay in force"
                );
                return Ok(Arc::clone(&remembered.settings));
            }
            (Err(error), None) => return Err(error),
        };
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        if problems != memory.reported {
            for problem in &problems {
                tracing::warn!(problem, "a stored setting is not valid; its default is in force");
            }
            memory.reported = problems;
        }
        let settings = Arc::new(settings);
        memory.settings =
            Some(Remembered { settings: Arc::clone(&settings), read_at: Some(Instant::now()) });
        Ok(settings)
    }

    async fn touches(&self) -> Result<Vec<SettingTouch>, PortError> {
        self.db
            .read("settings.touches", async |mut conn| {
                let sql = "SELECT `key`, updated_by_admin_id, updated_at FROM settings ORDER BY id";
                let rows: Vec<(String, Option<i64>, DateTime<Utc>)> =
                    sqlx::query_as(sql).fetch_all(&mut *conn).await?;
                let touch = |(key, admin, at): (String, Option<i64>, DateTime<Utc>)| SettingTouch {
                    key,
                    admin_id: admin.map(AdminId),
                    at,
                };
                Ok(rows.into_iter().map(touch).collect())
            })
            .await
    }

    async fn change(&self, command: ChangeSettings) -> Result<Vec<String>, PortError> {
        let changed = self
            .db
            .transaction("settings.change", async |mut tx| {
                // Read under the lock: "old" in the audit log must not be what this process remembers.
                let rows: Vec<StoredRow> =
                    sqlx::query_as(stored!(for_update!())).fetch_all(&mut *tx).await?;
                let (mut settings, _) = Settings::load(self.settings.boot.clone(), values(rows));
                let (mut changed, mut entries) = (Vec::new(), Vec::new());
                for change in &command.changes {
                    let key = change.key();
                    let old = settings.get(key);
                    settings.apply(change.clone());
                    let new = settings.get(key);
                    if old == new {
                        continue;
                    }
                    let name = key.name();
                    let admin = command.admin_id.map(|id| id.0);
                    store(&mut tx, &name, change.stored().as_ref(), admin, command.now).await?;
                    entries.push(command.audit.clone().field(&name, Some(old), Some(new)));
                    changed.push(name);
                }
                for entry in entries {
                    audit::append(&mut tx, entry, command.now).await?;
                }
                Ok(changed)
            })
            .await;
        self.settings.expire().await;
        changed
    }

    async fn learn(&self, key: &str, value: Value, now: DateTime<Utc>) -> Result<(), PortError> {
        let is_new = self
            .db
            .transaction("settings.learn", async |mut tx| {
                let sql = "SELECT value FROM settings WHERE `key` = ? AND is_default = 0";
                let known: Option<Json<Value>> =
                    sqlx::query_scalar(sql).bind(key).fetch_optional(&mut *tx).await?;
                if known.is_some_and(|Json(known)| known == value) {
                    return Ok(false);
                }
                store(&mut tx, key, Some(&value), None, now).await?;
                Ok(true)
            })
            .await?;
        if is_new {
            self.settings.expire().await;
        }
        Ok(())
    }
}
