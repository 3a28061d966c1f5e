//! The steps of joining a campaign and of issuing its discount.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::campaigns::{Campaign, JoinCampaign};
use marmelad_core::discounts::{Discount, DiscountCode, DiscountSource, IssueRule};
use marmelad_core::kernel::{CampaignId, ClientId, TemplateId, to_millis};

use super::super::dialect::Conn;
use super::super::discounts::{Grant, Taker, grant, refusal, templates};
use super::super::statement::{Statement, bind};
use crate::sql::fault::Fault;

pub(super) async fn has_joined(
    conn: &mut Conn,
    campaign: CampaignId,
    user: ClientId,
) -> Result<bool, Fault> {
    let sql = "SELECT id FROM campaign_users WHERE campaign_id = ? AND user_id = ?";
    let id: Option<i64> =
        bind!(sqlx::query_scalar(sql), campaign.0, user.0).fetch_optional(conn).await?;
    Ok(id.is_some())
}

/// Takes a place in the campaign, which was read before its row is locked here: a lost race retries the transaction.
pub(super) async fn take_place(conn: &mut Conn, mut campaign: Campaign) -> Result<Campaign, Fault> {
    let sql = "UPDATE campaigns SET joined_count = joined_count + 1 \
               WHERE id = ? AND is_active = ? \
               AND (total_limit IS NULL OR joined_count < total_limit)";
    let taken = bind!(sqlx::query(sql), campaign.id.0, true).changes(conn).await?;
    if taken != 1 {
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
    let sql = "INSERT INTO campaign_users (campaign_id, user_id, is_new_user, joined_at, \
               created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
    bind!(sqlx::query(sql), campaign.id.0, command.user_id.0, command.is_new_user, now, now, now)
        .insert_new(conn)
        .await?;
    let sql =
        "UPDATE users SET campaign_id = ?, updated_at = ? WHERE id = ? AND campaign_id IS NULL";
    bind!(sqlx::query(sql), campaign.id.0, now, command.user_id.0).run(conn).await
}

pub(super) struct Gift {
    pub(super) taker: Taker,
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
    if refusal(conn, &rule, &template, gift.taker.user_id).await?.is_some() {
        return Ok(None);
    }
    let grant_of = Grant {
        user_id: gift.taker.user_id,
        is_test: gift.taker.is_test,
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
    let sql = "UPDATE campaign_users SET discount_id = ?, updated_at = ? \
               WHERE campaign_id = ? AND user_id = ?";
    bind!(
        sqlx::query(sql),
        discount.id.0,
        to_millis(gift.now),
        gift.campaign.0,
        gift.taker.user_id.0
    )
    .run(conn)
    .await?;
    Ok(Some(discount))
}
