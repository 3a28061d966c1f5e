//! Joining a campaign, and what it gives.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use marmelad_core::campaigns::{Campaign, IssueOwed, JoinCampaign, JoinOutcome};
use marmelad_core::discounts::{Discount, DiscountCode, DiscountSource, IssueRule};
use marmelad_core::kernel::{CampaignId, TemplateId, UserId, to_millis};

use super::super::super::dialect::{Conn, Db, for_update};
use super::super::discounts::{Grant, grant, refusal};
use super::super::templates;
use super::find;
use crate::sql::fault::{Fault, unless_taken};

pub(super) async fn join(db: &Db, command: &JoinCampaign) -> Result<JoinOutcome, Fault> {
    let mut tx = db.begin().await?;
    let Some(joiner) = lock_joiner(&mut tx, command.user_id).await? else {
        return Ok(JoinOutcome::NotOpen);
    };
    let Some(campaign) = find(&mut tx, &command.slug).await? else {
        return Ok(JoinOutcome::NotOpen);
    };
    if has_joined(&mut tx, campaign.id, command.user_id).await? {
        return Ok(JoinOutcome::AlreadyJoined(campaign));
    }
    if !campaign.is_open(command.now) {
        return Ok(JoinOutcome::NotOpen);
    }
    let campaign = take_place(&mut tx, campaign).await?;
    record(&mut tx, &campaign, command).await?;
    let discount = match campaign.template_id.filter(|_| command.may_issue) {
        Some(template) => {
            let gift = Gift {
                joiner,
                campaign: campaign.id,
                template,
                now: command.now,
                zone: command.zone,
            };
            give(&mut tx, &gift, &mut command.codes.iter()).await?
        }
        None => None,
    };
    tx.commit().await?;
    Ok(JoinOutcome::Joined { campaign, discount })
}

pub(super) async fn issue_owed(db: &Db, command: &IssueOwed) -> Result<Vec<Discount>, Fault> {
    let mut tx = db.begin().await?;
    let Some(joiner) = lock_joiner(&mut tx, command.user_id).await? else {
        return Ok(Vec::new());
    };
    // Campaigns are locked before their templates, as joining does.
    let owed: Vec<(i64, i64)> = sqlx::query_as(concat!(
        "SELECT c.id, c.template_id FROM campaign_users cu JOIN campaigns c ON c.id = cu.campaign_id \
         WHERE cu.user_id = ? AND cu.discount_id IS NULL AND c.template_id IS NOT NULL ORDER BY cu.id",
        for_update!()
    ))
    .bind(command.user_id.0)
    .fetch_all(&mut *tx)
    .await?;
    let mut codes = command.codes.iter();
    let mut given = Vec::new();
    for (campaign, template) in owed {
        let gift = Gift {
            joiner,
            campaign: CampaignId(campaign),
            template: TemplateId(template),
            now: command.now,
            zone: command.zone,
        };
        given.extend(give(&mut tx, &gift, &mut codes).await?);
    }
    tx.commit().await?;
    Ok(given)
}

/// A client whose row is locked.
#[derive(Clone, Copy)]
struct Joiner {
    id: UserId,
    is_test: bool,
}

async fn lock_joiner(conn: &mut Conn, id: UserId) -> Result<Option<Joiner>, Fault> {
    let is_test: Option<bool> = sqlx::query_scalar(concat!(
        "SELECT is_test FROM users WHERE id = ? AND anonymized_at IS NULL",
        for_update!()
    ))
    .bind(id.0)
    .fetch_optional(conn)
    .await?;
    Ok(is_test.map(|is_test| Joiner { id, is_test }))
}

async fn has_joined(conn: &mut Conn, campaign: CampaignId, user: UserId) -> Result<bool, Fault> {
    let id: Option<i64> =
        sqlx::query_scalar("SELECT id FROM campaign_users WHERE campaign_id = ? AND user_id = ?")
            .bind(campaign.0)
            .bind(user.0)
            .fetch_optional(conn)
            .await?;
    Ok(id.is_some())
}

/// The campaign was read before it is locked here: when its last place went meanwhile, the whole is
/// decided again.
async fn take_place(conn: &mut Conn, mut campaign: Campaign) -> Result<Campaign, Fault> {
    let taken = sqlx::query(
        "UPDATE campaigns SET joined_count = joined_count + 1 \
         WHERE id = ? AND is_active = ? AND (total_limit IS NULL OR joined_count < total_limit)",
    )
    .bind(campaign.id.0)
    .bind(true)
    .execute(&mut *conn)
    .await?;
    if taken.rows_affected() != 1 {
        return Err(Fault::Raced);
    }
    campaign.joined_count += 1;
    Ok(campaign)
}

/// The client is in, and came by the first campaign they ever followed.
async fn record(conn: &mut Conn, campaign: &Campaign, command: &JoinCampaign) -> Result<(), Fault> {
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
    unless_taken(added)?.ok_or(Fault::Raced)?;
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

struct Gift {
    joiner: Joiner,
    campaign: CampaignId,
    template: TemplateId,
    now: DateTime<Utc>,
    zone: Tz,
}

/// Issues a campaign's template, where it is usable and the client may get one.
async fn give(
    conn: &mut Conn,
    gift: &Gift,
    codes: &mut impl Iterator<Item = &DiscountCode>,
) -> Result<Option<Discount>, Fault> {
    let template = templates::find(conn, gift.template).await?;
    let Some(template) = template.filter(|template| template.usable(gift.now).is_ok()) else {
        return Ok(None);
    };
    let rule = IssueRule {
        now: gift.now,
        zone: gift.zone,
        ignore_recurrence: false,
    };
    if refusal(conn, &rule, &template, gift.joiner.id)
        .await?
        .is_some()
    {
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
