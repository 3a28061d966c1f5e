//! `settings`, with a short memory.

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

use super::super::dialect::{Conn, Db, for_update};
use super::audit;
use crate::sql::fault::{Fault, retry, unless_taken};
use crate::telemetry::describe;

/// How long other processes' changes may go unnoticed; the promise is 5 s.
const MEMORY: Duration = Duration::from_secs(2);

/// `SELECT` every row.
macro_rules! stored {
    ($($rest:expr)?) => {
        concat!("SELECT `key`, value, is_default FROM settings ORDER BY id" $(, $rest)?)
    };
}

type StoredRow = (String, Json<Value>, bool);

/// What is set, without rows that were set back.
fn values(rows: Vec<StoredRow>) -> impl Iterator<Item = (String, Value)> {
    let set = rows.into_iter().filter(|(_, _, is_default)| !is_default);
    set.map(|(key, Json(value), _)| (key, value))
}

pub(super) struct StoredSettings {
    db: Db,
    boot: BootDefaults,
    /// Held while loading: a load that began before a change of this process cannot end after it.
    remembered: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    settings: Option<Remembered>,
    /// What was wrong with stored rows when last told, so that it is told once.
    told: Vec<String>,
}

struct Remembered {
    settings: Arc<Settings>,
    /// When they were read; `None` = they have changed since.
    read_at: Option<Instant>,
}

impl Remembered {
    fn is_fresh(&self) -> bool {
        self.read_at
            .is_some_and(|read_at| read_at.elapsed() < MEMORY)
    }
}

impl StoredSettings {
    pub(super) fn new(db: Db, boot: BootDefaults) -> Self {
        Self {
            db,
            boot,
            remembered: Mutex::default(),
        }
    }

    async fn load(&self) -> Result<(Settings, Vec<String>), Fault> {
        let rows: Vec<StoredRow> = sqlx::query_as(stored!())
            .fetch_all(&mut *self.db.reader().await?)
            .await?;
        let (settings, problems) = Settings::load(self.boot.clone(), values(rows));
        Ok((settings, problems.iter().map(ToString::to_string).collect()))
    }

    /// What is stored is read under its lock, so that neither "old" nor "as it was" is what this process remembers.
    async fn try_change(&self, command: &ChangeSettings) -> Result<Vec<String>, Fault> {
        let mut tx = self.db.begin().await?;
        let rows: Vec<StoredRow> = sqlx::query_as(stored!(for_update!()))
            .fetch_all(&mut *tx)
            .await?;
        let (mut settings, _) = Settings::load(self.boot.clone(), values(rows));
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
        tx.commit().await?;
        Ok(changed)
    }

    async fn try_touches(&self) -> Result<Vec<SettingTouch>, Fault> {
        let rows: Vec<(String, Option<i64>, DateTime<Utc>)> = sqlx::query_as(
            "SELECT `key`, updated_by_admin_id, updated_at FROM settings ORDER BY id",
        )
        .fetch_all(&mut *self.db.reader().await?)
        .await?;
        let touch = |(key, admin, at): (String, Option<i64>, DateTime<Utc>)| SettingTouch {
            key,
            admin_id: admin.map(AdminId),
            at,
        };
        Ok(rows.into_iter().map(touch).collect())
    }

    async fn try_learn(&self, key: &str, value: &Value, now: DateTime<Utc>) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let known: Option<Json<Value>> =
            sqlx::query_scalar("SELECT value FROM settings WHERE `key` = ? AND is_default = 0")
                .bind(key)
                .fetch_optional(&mut *tx)
                .await?;
        if known.is_some_and(|Json(known)| known == *value) {
            return Ok(false);
        }
        store(&mut tx, key, Some(value), None, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn forget(&self) {
        if let Some(remembered) = &mut self.remembered.lock().await.settings {
            remembered.read_at = None;
        }
    }
}

/// Without a value the default holds; the row then only says who wanted that, and when.
async fn store(
    conn: &mut Conn,
    key: &str,
    value: Option<&Value>,
    admin: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let now = to_millis(now);
    let (is_default, value) = (value.is_none(), Json(value.unwrap_or(&Value::Null)));
    let changed = sqlx::query(
        "UPDATE settings SET value = ?, is_default = ?, updated_by_admin_id = ?, updated_at = ? WHERE `key` = ?",
    )
    .bind(value)
    .bind(is_default)
    .bind(admin)
    .bind(now)
    .bind(key)
    .execute(&mut *conn)
    .await?;
    if changed.rows_affected() == 0 {
        let added = sqlx::query(
            "INSERT INTO settings (`key`, value, is_default, updated_by_admin_id, created_at, updated_at) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(key)
        .bind(value)
        .bind(is_default)
        .bind(admin)
        .bind(now)
        .bind(now)
        .execute(conn)
        .await;
        unless_taken(added)?.ok_or(Fault::Raced)?;
    }
    Ok(())
}

#[async_trait]
impl SettingsRepo for StoredSettings {
    async fn current(&self) -> Result<Arc<Settings>, PortError> {
        let mut memory = self.remembered.lock().await;
        if let Some(remembered) = memory.settings.as_ref().filter(|it| it.is_fresh()) {
            return Ok(Arc::clone(&remembered.settings));
        }
        let (settings, problems) = match (self.load().await, &mut memory.settings) {
            (Ok(loaded), _) => loaded,
            // What was true a moment ago is better than nothing while the database is away, and nobody who
            // stands behind has to wait for it in turn.
            (Err(fault), Some(remembered)) => {
                remembered.read_at = Some(Instant::now());
                let error = describe(&PortError::from(fault));
                tracing::warn!(error, "settings could not be read anew; the last ones hold");
                return Ok(Arc::clone(&remembered.settings));
            }
            (Err(fault), None) => return Err(fault.into()),
        };
        if problems != memory.told {
            for problem in &problems {
                tracing::warn!(
                    problem,
                    "a stored setting is not valid; its default is in force"
                );
            }
            memory.told = problems;
        }
        let settings = Arc::new(settings);
        memory.settings = Some(Remembered {
            settings: Arc::clone(&settings),
            read_at: Some(Instant::now()),
        });
        Ok(settings)
    }

    async fn touches(&self) -> Result<Vec<SettingTouch>, PortError> {
        Ok(self.try_touches().await?)
    }

    async fn change(&self, command: ChangeSettings) -> Result<Vec<String>, PortError> {
        let changed = retry(|| self.try_change(&command)).await;
        self.forget().await;
        changed
    }

    async fn learn(&self, key: &str, value: Value, now: DateTime<Utc>) -> Result<(), PortError> {
        if retry(|| self.try_learn(key, &value, now)).await? {
            self.forget().await;
        }
        Ok(())
    }
}
