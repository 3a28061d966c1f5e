//! `admins`: who may use the panel.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use marmelad_core::kernel::{AdminId, Page, PageRequest, PortError, TelegramId, to_millis};
use marmelad_core::staff::{
    AddAdminOutcome, Admin, AdminRepo, ChangeAdmin, ChangeAdminOutcome, NotificationGroup,
    SaveAdmin, describe_admin_change, removes_last_owner,
};
use serde_json::Value;
use sqlx::types::Json;

use super::super::dialect::{Conn, for_update};
use super::super::row::{RowOf, cut};
use super::super::statement::{Count, Fetch, Statement, bind};
use super::super::{Store, audit};
use crate::sql::fault::Fault;

/// `SELECT` every column of an admin, then the given clauses.
macro_rules! select_admin {
    ($($rest:expr),+) => {
        concat!(
            "SELECT a.id, a.telegram_id, a.display_name, a.username, a.role, a.is_active, \
             a.can_broadcast_from_chat, a.notification_groups, a.auth_epoch, a.created_at \
             FROM admins a ",
            $($rest),+
        )
    };
}

/// The ids of the active owners, locked until the transaction ends.
async fn lock_owners(conn: &mut Conn) -> Result<Vec<AdminId>, Fault> {
    let ids: Vec<i64> = sqlx::query_scalar(concat!(
        "SELECT id FROM admins WHERE role = 'owner' AND is_active = 1 ORDER BY id",
        for_update!()
    ))
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(AdminId).collect())
}

async fn lock_by_telegram_id(
    conn: &mut Conn,
    telegram_id: TelegramId,
) -> Result<Option<Admin>, Fault> {
    let sql = select_admin!("WHERE a.telegram_id = ?", for_update!());
    sqlx::query_as::<_, AdminRow>(sql).bind(telegram_id.0).one(conn).await
}

/// All admins, oldest first.
pub(in crate::sql) async fn all(conn: &mut Conn) -> Result<Vec<Admin>, Fault> {
    sqlx::query_as::<_, AdminRow>(select_admin!("ORDER BY a.id")).all(conn).await
}

pub(in crate::sql) async fn find(conn: &mut Conn, id: AdminId) -> Result<Option<Admin>, Fault> {
    sqlx::query_as::<_, AdminRow>(select_admin!("WHERE a.id = ?")).bind(id.0).one(conn).await
}

/// The admin, unless the token was revoked.
pub(in crate::sql) async fn find_unless_revoked(
    conn: &mut Conn,
    id: AdminId,
    jti: &str,
) -> Result<Option<Admin>, Fault> {
    let sql = select_admin!(
        "WHERE a.id = ? AND NOT EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.jti = ?)"
    );
    sqlx::query_as::<_, AdminRow>(sql).bind(id.0).bind(jti).one(conn).await
}

/// `None` when an admin with this Telegram id exists.
pub(in crate::sql) async fn insert(
    conn: &mut Conn,
    command: &SaveAdmin,
) -> Result<Option<AdminId>, Fault> {
    let now = to_millis(command.now);
    let sql = "INSERT INTO admins (telegram_id, display_name, username, role, is_active, \
               can_broadcast_from_chat, notification_groups, created_at, updated_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let added = bind!(
        sqlx::query(sql),
        command.telegram_id.0,
        cut(&command.display_name, 128),
        command.username.as_deref().map(|name| cut(name, 64)),
        command.role.as_str(),
        command.is_active,
        command.can_broadcast_from_chat.unwrap_or(false),
        groups_column(&command.notification_groups),
        now,
        now
    );
    Ok(added.insert(conn).await?.map(AdminId))
}

/// Losing access invalidates all tokens, also when access is given back before they expire.
async fn update(conn: &mut Conn, stored: &Admin, command: &SaveAdmin) -> Result<AdminId, Fault> {
    let loses_access = stored.is_active && !command.is_active;
    let sql = "UPDATE admins SET display_name = ?, username = ?, role = ?, is_active = ?, \
         can_broadcast_from_chat = COALESCE(?, can_broadcast_from_chat), notification_groups = ?, \
         auth_epoch = auth_epoch + ?, updated_at = ? WHERE id = ?";
    bind!(
        sqlx::query(sql),
        cut(&command.display_name, 128),
        command.username.as_deref().map(|name| cut(name, 64)),
        command.role.as_str(),
        command.is_active,
        command.can_broadcast_from_chat,
        groups_column(&command.notification_groups),
        i64::from(loses_access),
        to_millis(command.now),
        stored.id.0
    )
    .run(conn)
    .await?;
    Ok(stored.id)
}

fn groups_column(groups: &[NotificationGroup]) -> Json<Vec<&'static str>> {
    Json(groups.iter().map(|group| group.as_str()).collect())
}

#[async_trait]
impl AdminRepo for Store {
    async fn find_by_telegram_id(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Admin>, PortError> {
        self.db
            .read("admins.find_by_telegram_id", async |mut conn| {
                let found = sqlx::query_as::<_, AdminRow>(select_admin!("WHERE a.telegram_id = ?"));
                found.bind(telegram_id.0).one(&mut conn).await
            })
            .await
    }

    async fn find(&self, id: AdminId) -> Result<Option<Admin>, PortError> {
        self.db.read("admins.find", async |mut conn| find(&mut conn, id).await).await
    }

    async fn list(&self) -> Result<Vec<Admin>, PortError> {
        self.db.read("admins.list", async |mut conn| all(&mut conn).await).await
    }

    async fn page(
        &self,
        is_active: Option<bool>,
        page: PageRequest,
    ) -> Result<Page<Admin>, PortError> {
        self.db
            .read("admins.page", async |mut conn| {
                let sql = "SELECT COUNT(*) FROM admins WHERE is_active = COALESCE(?, is_active)";
                let total = sqlx::query_scalar(sql).bind(is_active).count(&mut conn).await?;
                let sql = select_admin!(
                    "WHERE a.is_active = COALESCE(?, a.is_active) ORDER BY a.id LIMIT ? OFFSET ?"
                );
                let query = sqlx::query_as::<_, AdminRow>(sql);
                let query = bind!(query, is_active, i64::from(page.per_page), page.offset());
                Ok(Page { items: query.all(&mut conn).await?, total })
            })
            .await
    }

    async fn save(&self, command: SaveAdmin) -> Result<ChangeAdminOutcome, PortError> {
        self.db
            .transaction("admins.save", async |mut tx| {
                let owners = lock_owners(&mut tx).await?;
                let stored = lock_by_telegram_id(&mut tx, command.telegram_id).await?;
                let id = match stored {
                    Some(admin) => {
                        let (role, is_active) = (command.role, command.is_active);
                        if removes_last_owner(&owners, admin.id, role, is_active) {
                            return Ok(ChangeAdminOutcome::LastOwner);
                        }
                        update(&mut tx, &admin, &command).await?
                    }
                    None => insert(&mut tx, &command).await?.ok_or(Fault::Conflict)?,
                };
                if let Some(entry) = &command.audit {
                    audit::append(&mut tx, entry.clone().about(id.0), command.now).await?;
                }
                let saved = find(&mut tx, id).await?.ok_or(Fault::Conflict)?;
                Ok(ChangeAdminOutcome::Changed(saved))
            })
            .await
    }

    async fn add_if_absent(
        &self,
        command: SaveAdmin,
        keeps_name: bool,
    ) -> Result<AddAdminOutcome, PortError> {
        self.db
            .transaction("admins.add_if_absent", async |mut tx| {
                let id = match lock_by_telegram_id(&mut tx, command.telegram_id).await? {
                    Some(admin) if admin.is_active || admin.auth_epoch > 0 => {
                        return Ok(AddAdminOutcome::Exists(admin));
                    }
                    // Never active: the record of a first message to the staff's bot.
                    Some(admin) => {
                        let mut raised =
                            SaveAdmin { username: admin.username.clone(), ..command.clone() };
                        if keeps_name {
                            raised.display_name.clone_from(&admin.display_name);
                        }
                        update(&mut tx, &admin, &raised).await?
                    }
                    None => insert(&mut tx, &command).await?.ok_or(Fault::Conflict)?,
                };
                if let Some(entry) = &command.audit {
                    audit::append(&mut tx, entry.clone().about(id.0), command.now).await?;
                }
                let added = find(&mut tx, id).await?.ok_or(Fault::Conflict)?;
                Ok(AddAdminOutcome::Added(added))
            })
            .await
    }

    async fn change(&self, command: ChangeAdmin) -> Result<ChangeAdminOutcome, PortError> {
        self.db
            .transaction("admins.change", async |mut tx| {
                let owners = lock_owners(&mut tx).await?;
                let sql = select_admin!("WHERE a.id = ?", for_update!());
                let stored = sqlx::query_as::<_, AdminRow>(sql).bind(command.id.0);
                let Some(old) = stored.one(&mut tx).await? else {
                    return Ok(ChangeAdminOutcome::NotFound);
                };
                let new = command.change.apply(&old);
                if removes_last_owner(&owners, old.id, new.role, new.is_active) {
                    return Ok(ChangeAdminOutcome::LastOwner);
                }
                if new == old {
                    return Ok(ChangeAdminOutcome::Changed(old));
                }
                let save = SaveAdmin {
                    telegram_id: new.telegram_id,
                    display_name: new.display_name.clone(),
                    username: new.username.clone(),
                    role: new.role,
                    is_active: new.is_active,
                    can_broadcast_from_chat: Some(new.can_broadcast_from_chat),
                    notification_groups: new.notification_groups.clone(),
                    audit: None,
                    now: command.now,
                };
                update(&mut tx, &old, &save).await?;
                let entry = command.audit.clone().about(old.id.0);
                let entry = describe_admin_change(entry, &old, &new);
                audit::append(&mut tx, entry, command.now).await?;
                let changed = find(&mut tx, old.id).await?.ok_or(Fault::Conflict)?;
                Ok(ChangeAdminOutcome::Changed(changed))
            })
            .await
    }
}

#[derive(sqlx::FromRow)]
struct AdminRow {
    id: i64,
    telegram_id: i64,
    display_name: String,
    username: Option<String>,
    role: String,
    is_active: bool,
    can_broadcast_from_chat: bool,
    notification_groups: Json<Value>,
    auth_epoch: i64,
    created_at: DateTime<Utc>,
}

impl TryFrom<AdminRow> for Admin {
    type Error = Fault;

    fn try_from(row: AdminRow) -> Result<Self, Fault> {
        let of = RowOf { table: "admins", id: row.id };
        let groups: Vec<String> = of.json("notification_groups", row.notification_groups)?;
        Ok(Self {
            id: AdminId(row.id),
            telegram_id: TelegramId(row.telegram_id),
            role: of.word("role", &row.role)?,
            notification_groups: groups
                .iter()
                .map(|group| of.word("notification_groups", group))
                .collect::<Result<_, _>>()?,
            display_name: row.display_name,
            username: row.username,
            is_active: row.is_active,
            can_broadcast_from_chat: row.can_broadcast_from_chat,
            auth_epoch: row.auth_epoch,
            created_at: row.created_at,
        })
    }
}
