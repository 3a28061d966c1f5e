//! `media`: uploaded files and the ids that Telegram gave them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{MediaId, PortError, to_millis};
use marmelad_core::media::{AddMedia, AddedMedia, Media, MediaRepo, StoredFile};

use super::dialect::Conn;
use super::row::RowOf;
use super::statement::{Fetch, Statement, bind};
use super::{Store, audit};
use crate::sql::fault::Fault;

/// `SELECT` every column of a file, then the given clauses.
macro_rules! select_media {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, file_name, content_type, size_bytes, sha256, path, telegram_file_id, \
             created_at FROM media ",
            $rest
        )
    };
}

/// The file with these bytes and this kind.
async fn same(conn: &mut Conn, command: &AddMedia) -> Result<Option<Media>, Fault> {
    let sql = select_media!("WHERE sha256 = ? AND kind = ?");
    let query = sqlx::query_as::<_, MediaRow>(sql);
    query.bind(&command.sha256).bind(command.kind.as_str()).one(conn).await
}

/// Inserts the row and returns its id. When another upload of the same file was first, the transaction is repeated.
async fn insert(conn: &mut Conn, command: &AddMedia) -> Result<i64, Fault> {
    let (file, now) = (&command.file, to_millis(command.now));
    let size = i64::try_from(file.size_bytes).unwrap_or(i64::MAX);
    let sql = "INSERT INTO media (kind, file_name, content_type, size_bytes, sha256, path, \
               created_by_admin_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let insert = bind!(
        sqlx::query(sql),
        command.kind.as_str(),
        &file.file_name,
        &file.content_type,
        size,
        &command.sha256,
        &file.path,
        command.admin_id.map(|id| id.0),
        now,
        now
    );
    insert.insert_new(conn).await
}

#[async_trait]
impl MediaRepo for Store {
    async fn find(&self, id: MediaId) -> Result<Option<Media>, PortError> {
        self.db
            .read("media.find", async |mut conn| {
                let sql = select_media!("WHERE id = ?");
                sqlx::query_as::<_, MediaRow>(sql).bind(id.0).one(&mut conn).await
            })
            .await
    }

    async fn add(&self, command: AddMedia) -> Result<AddedMedia, PortError> {
        self.db
            .transaction("media.add", async |mut tx| {
                if let Some(media) = same(&mut tx, &command).await? {
                    return Ok(AddedMedia::Known(media));
                }
                let id = insert(&mut tx, &command).await?;
                audit::append(&mut tx, command.audit.clone().about(id), command.now).await?;
                Ok(AddedMedia::Added(Media {
                    id: MediaId(id),
                    kind: command.kind,
                    file: command.file.clone(),
                    sha256: command.sha256.clone(),
                    telegram_file_id: None,
                    created_at: to_millis(command.now),
                }))
            })
            .await
    }

    async fn remember_file_id(
        &self,
        id: MediaId,
        file_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let sql = "UPDATE media SET telegram_file_id = ?, updated_at = ? WHERE id = ?";
        self.db
            .run("media.remember_file_id", || {
                bind!(sqlx::query(sql), file_id, to_millis(now), id.0)
            })
            .await
    }

    async fn forget_file_id(
        &self,
        id: MediaId,
        file_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), PortError> {
        let sql = "UPDATE media SET telegram_file_id = NULL, updated_at = ? \
                   WHERE id = ? AND telegram_file_id = ?";
        self.db
            .run("media.forget_file_id", || bind!(sqlx::query(sql), to_millis(now), id.0, file_id))
            .await
    }
}

#[derive(sqlx::FromRow)]
struct MediaRow {
    id: i64,
    kind: String,
    file_name: String,
    content_type: String,
    size_bytes: i64,
    sha256: String,
    path: String,
    telegram_file_id: Option<String>,
    created_at: DateTime<Utc>,
}

impl TryFrom<MediaRow> for Media {
    type Error = Fault;

    fn try_from(row: MediaRow) -> Result<Self, Fault> {
        let of = RowOf { table: "media", id: row.id };
        let size = u64::try_from(row.size_bytes);
        Ok(Self {
            id: MediaId(row.id),
            kind: of.word("kind", &row.kind)?,
            file: StoredFile {
                path: row.path,
                file_name: row.file_name,
                content_type: row.content_type,
                size_bytes: size.map_err(|error| of.corrupt("size_bytes", error))?,
            },
            sha256: row.sha256,
            telegram_file_id: row.telegram_file_id,
            created_at: row.created_at,
        })
    }
}
