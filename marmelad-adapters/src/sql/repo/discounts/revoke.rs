//! Withdrawing.

use marmelad_core::discounts::{RevokeDiscount, RevokeOutcome};
use marmelad_core::kernel::to_millis;

use super::super::super::dialect::Db;
use super::super::audit;
use super::super::row::cut;
use super::lock_by_code;
use crate::sql::fault::Fault;

pub(super) async fn revoke(db: &Db, command: &RevokeDiscount) -> Result<RevokeOutcome, Fault> {
    let now = to_millis(command.now);
    let mut tx = db.begin().await?;
    let Some(mut discount) = lock_by_code(&mut tx, &command.code).await? else {
        return Ok(RevokeOutcome::NotFound);
    };
    if discount.revoked_at.is_some() {
        return Ok(RevokeOutcome::AlreadyRevoked(discount));
    }
    if discount.uses_left() == 0 {
        return Ok(RevokeOutcome::AlreadyUsed(discount));
    }
    discount.revoked_at = Some(now);
    discount.revoke_reason = Some(cut(&command.reason, 255));
    sqlx::query(
        "UPDATE discounts SET revoked_at = ?, revoke_reason = ?, updated_at = ? WHERE id = ?",
    )
    .bind(now)
    .bind(&discount.revoke_reason)
    .bind(now)
    .bind(discount.id.0)
    .execute(&mut *tx)
    .await?;
    audit::append(
        &mut tx,
        command.audit.clone().about(discount.id.0),
        command.now,
    )
    .await?;
    tx.commit().await?;
    Ok(RevokeOutcome::Revoked(discount))
}
