//! An owner corrects what is known of a cashier.

use marmelad_core::kernel::to_millis;
use marmelad_core::staff::{Cashier, ChangeCashier};

use super::super::super::dialect::{Db, for_update};
use super::super::audit;
use super::{CashierRow, find, select_cashier};
use crate::sql::fault::Fault;

pub(super) async fn change(db: &Db, command: &ChangeCashier) -> Result<Option<Cashier>, Fault> {
    let mut tx = db.begin().await?;
    let stored: Option<CashierRow> = sqlx::query_as(select_cashier!("WHERE id = ?", for_update!()))
        .bind(command.id.0)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(old) = stored.map(Cashier::try_from).transpose()? else {
        return Ok(None);
    };
    let name = command.display_name.as_ref().unwrap_or(&old.display_name);
    let shop = command.shop.as_ref().unwrap_or(&old.shop);
    let mut entry = command.audit.clone().about(old.id.0);
    if *name != old.display_name {
        entry = entry.field("display_name", Some(&old.display_name), Some(name));
    }
    if *shop != old.shop {
        entry = entry.field("shop", old.shop.as_ref(), shop.as_ref());
    }
    if *name == old.display_name && *shop == old.shop {
        return Ok(Some(old));
    }
    sqlx::query("UPDATE cashiers SET display_name = ?, shop = ?, updated_at = ? WHERE id = ?")
        .bind(name)
        .bind(shop)
        .bind(to_millis(command.now))
        .bind(old.id.0)
        .execute(&mut *tx)
        .await?;
    audit::append(&mut tx, entry, command.now).await?;
    let changed = find(&mut tx, old.id).await?;
    tx.commit().await?;
    Ok(changed)
}
