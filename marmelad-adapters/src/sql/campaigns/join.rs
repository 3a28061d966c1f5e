//! The steps of joining a campaign and of issuing its discount.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::campaigns::{Campaign, JoinCampaign};
use marmelad_core::discounts::{Discount, DiscountCode, DiscountSource, IssueRule};
use marmelad_core::kernel::{CampaignId, ClientId, TemplateId, to_millis};

use super::super::dialect::{Conn, for_update};
use super::super::discounts::{Grant, grant, refusal, templates};
use crate::sql::fault::{Fault, unless_taken};

/// A client whose row is locked.
#[derive(Clone, Copy)]
pub(super) struct Joiner {
    id: ClientId,
    is_test: bool,
}

pub(super) async fn lock_joiner(conn: &mut Conn, id: ClientId) -> Result<Option<Joiner>, Fault> {
    let is_test: Option<bool> = sqlx::query_scalar(concat!(
        "SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL",
        for_update!()
    ))
    .bind(id.0)
    .fetch_optional(conn)
    .await?;
    Ok(is_test.map(|is_test| Joiner { id, is_test }))
}

pub(super) async fn has_joined(
    conn: &mut Conn,
    campaign: CampaignId,
    user: ClientId,
) -> Result<bool, Fault> {
    let id: Option<i64> =
        sqlx::query_scalar("SELECT id FROM campaign_users WHERE campaign_id = ? AND user_id = ?")
            .bind(campaign.0)
            .bind(user.0)
            .fetch_optional(conn)
            .await?;
    Ok(id.is_some())
}

/// Takes a place in the campaign, which was read before its row is locked here: a lost race retries the transaction.
pub(super) async fn take_place(conn: &mut Conn, mut campaign: Campaign) -> Result<Campaign, Fault> {
    let taken = sqlx::query(
        "UPDATE campaigns SET joined_count = joined_count + 1 \
         WHERE id = ? AND is_active = ? AND (total_limit IS NULL OR joined_count < total_limit)",
    )
    .bind(campaign.id.0)
    .bind(true)
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() != 1 {
        return Err(Fault::Conflict);
    }
    campaign.joined_count += 1;
    Ok(campaign)
}

/// Records the member; the first campaign that a client joins is the one that brought them.
pub(super) async fn record(
    conn: &mut Conn,
    campaign: &Campaign,
    command: &JoinCampaign,
) -> Result<(), Fault> {
    let now = to_millis(command.now);
    let added = sqlx::query(
        "INSERT INTO campaign_users (campaign_id, user_id, is_new_user, joined_at, created_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(campaign.id.0)
    .bind(command.user_id.0)
    .bind(command.is_new_user)
    .bind(now)
    .bind(now)
    .bind(now)
    .execute(&mut *conn)
    .await;
    unless_taken(added)?.ok_or(Fault::Conflict)?;
    sqlx::query(
        "UPDATE users SET campaign_id = ?, updated_at = ? WHERE id = ? AND campaign_id IS NULL",
    )
    .bind(campaign.id.0)
    .bind(now)
    .bind(command.user_id.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) struct Gift {
    pub(super) joiner: Joiner,
    pub(super) campaign: CampaignId,
    pub(super) template: TemplateId,
    pub(super) now: DateTime<Utc>,
    pub(super) zone: Tz,
}

/// Issues a discount by the campaign's template, when it is usable and the client may get one.
pub(super) async fn give(
    conn: &mut Conn,
    gift: &Gift,
    codes: &mut impl Iterator<Item = &DiscountCode>,
) -> Result<Option<Discount>, Fault> {
    let template = templates::find(conn, gift.template).await?;
    let Some(template) = template.filter(|template| template.usable(gift.now).is_ok()) else {
        return Ok(None);
    };
    let rule = IssueRule { now: gift.now, zone: gift.zone, ignore_recurrence: false };
    if refusal(conn, &rule, &template, gift.joiner.id).await?.is_some() {
        return Ok(None);
    }
    let grant_of = Grant {
        user_id: gift.joiner.id,
        is_test: gift.joiner.is_test,
        template: &template,
        source: DiscountSource::Campaign,
        campaign_id: Some(gift.campaign),
        admin_id: None,
        now: gift.now,
        zone: gift.zone,
    };
    let Some(discount) = grant(conn, &grant_of, codes).await? else {
        return Ok(None);
    };
    sqlx::query("UPDATE campaign_users SET discount_id = ?, updated_at = ? WHERE campaign_id = ? AND user_id = ?")
        .bind(discount.id.0)
        .bind(to_millis(gift.now))
        .bind(gift.campaign.0)
        .bind(gift.joiner.id.0)
        .execute(conn)
        .await?;
    Ok(Some(discount))
}
