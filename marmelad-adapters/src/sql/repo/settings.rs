//! `settings`, with a short memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::domain::settings::{BootDefaults, Settings};
use marmelad_core::domain::zone::to_millis;
use marmelad_core::error::PortError;
use marmelad_core::ports::{ChangeSettings, SettingsRepo};
use serde_json::Value;
use sqlx::types::Json;
use tokio::sync::Mutex;

use super::super::dialect::{Conn, Db};
use super::audit;
use crate::sql::fault::{Fault, retry, unless_taken};
use crate::telemetry::describe;

/// How long other processes' changes may go unnoticed; the promise is 5 s.
const MEMORY: Duration = Duration::from_secs(2);

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
        let rows: Vec<(String, Json<Value>)> =
            sqlx::query_as("SELECT `key`, value FROM settings ORDER BY id")
                .fetch_all(&mut *self.db.reader().await?)
                .await?;
        let rows = rows.into_iter().map(|(key, Json(value))| (key, value));
        let (settings, problems) = Settings::load(self.boot.clone(), rows);
        Ok((settings, problems.iter().map(ToString::to_string).collect()))
    }

    async fn try_change(&self, command: &ChangeSettings) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        let admin = command.admin_id.map(|id| id.0);
        for (key, value, _) in &command.changes {
            store(&mut tx, key, value.as_ref(), admin, command.now).await?;
        }
        for (_, _, entry) in &command.changes {
            audit::append(&mut tx, entry.clone(), command.now).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn try_learn(&self, key: &str, value: &Value, now: DateTime<Utc>) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let known: Option<Json<Value>> =
            sqlx::query_scalar("SELECT value FROM settings WHERE `key` = ?")
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

async fn store(
    conn: &mut Conn,
    key: &str,
    value: Option<&Value>,
    admin: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let now = to_millis(now);
    let Some(value) = value else {
        sqlx::query("DELETE FROM settings WHERE `key` = ?")
            .bind(key)
            .execute(conn)
            .await?;
        return Ok(());
    };
    let changed = sqlx::query(
        "UPDATE settings SET value = ?, updated_by_admin_id = ?, updated_at = ? WHERE `key` = ?",
    )
    .bind(Json(value))
    .bind(admin)
    .bind(now)
    .bind(key)
    .execute(&mut *conn)
    .await?;
    if changed.rows_affected() == 0 {
        let added = sqlx::query(
            "INSERT INTO settings (`key`, value, updated_by_admin_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(key)
        .bind(Json(value))
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

    async fn change(&self, command: ChangeSettings) -> Result<(), PortError> {
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
