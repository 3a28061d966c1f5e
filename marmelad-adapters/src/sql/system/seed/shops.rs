//! Inserting templates, campaigns, cashiers, and unknown codes that were typed.

use marmelad_core::discounts::{UsageSource, UsageStatus};
use marmelad_core::kernel::to_millis;
use marmelad_core::staff::CashierStatus;

use super::dialect::{Conn, inserted_id};
use super::statement::bind;
use super::{insert, next_id, templates};
use crate::sql::fault::Fault;
use crate::sql::seed::{SeedShops, SeedTemplate};

/// The row ids of templates, campaigns and cashiers, by their places in the seed data.
pub(in crate::sql) struct Places {
    templates: Vec<i64>,
    campaigns: Vec<i64>,
    cashiers: Vec<(i64, String)>,
}

impl Places {
    pub(super) fn template(&self, template: SeedTemplate) -> Option<i64> {
        match template {
            SeedTemplate::Existing(id) => Some(id),
            SeedTemplate::Added(place) => self.templates.get(place).copied(),
        }
    }

    pub(super) fn campaign(&self, place: Option<usize>) -> Option<i64> {
        self.campaigns.get(place?).copied()
    }

    /// Row id and shop of a cashier.
    pub(super) fn cashier(&self, place: usize) -> Option<&(i64, String)> {
        self.cashiers.get(place)
    }
}

pub(in crate::sql) async fn insert_all(
    conn: &mut Conn,
    shops: &SeedShops,
) -> Result<Places, Fault> {
    let mut places = Places { templates: Vec::new(), campaigns: Vec::new(), cashiers: Vec::new() };
    for terms in &shops.templates {
        let id = templates::insert(conn, terms, shops.opened_at).await?;
        places.templates.push(id);
    }
    insert_campaigns(conn, shops, &mut places).await?;
    insert_cashiers(conn, shops, &mut places).await?;
    insert(
        conn,
        "INSERT INTO discount_usage_logs (code, cashier_id, status, source, shop, created_at) ",
        &shops.unknown_codes,
        |row, unknown| {
            let cashier = places.cashier(unknown.cashier);
            row.push_bind(unknown.code.clone())
                .push_bind(cashier.map(|(id, _)| *id))
                .push_bind(UsageStatus::NotFound.as_str())
                .push_bind(UsageSource::Bot.as_str())
                .push_bind(cashier.map(|(_, shop)| shop.clone()))
                .push_bind(to_millis(unknown.at));
        },
    )
    .await?;
    Ok(places)
}

async fn insert_campaigns(
    conn: &mut Conn,
    shops: &SeedShops,
    places: &mut Places,
) -> Result<(), Fault> {
    for campaign in &shops.campaigns {
        let template =
            campaign.template.and_then(|place| places.template(SeedTemplate::Added(place)));
        let sql = "INSERT INTO campaigns (slug, name, template_id, starts_at, ends_at, \
                   joined_count, is_active, created_at, updated_at) \
                   VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)";
        let done = bind!(
            sqlx::query(sql),
            campaign.slug.as_str(),
            &campaign.name,
            template,
            to_millis(campaign.starts_at),
            campaign.ends_at.map(to_millis),
            true,
            to_millis(campaign.starts_at),
            to_millis(campaign.starts_at)
        )
        .execute(&mut *conn)
        .await?;
        places.campaigns.push(inserted_id(&done));
    }
    Ok(())
}

async fn insert_cashiers(
    conn: &mut Conn,
    shops: &SeedShops,
    places: &mut Places,
) -> Result<(), Fault> {
    let first = next_id!(conn, "cashiers");
    let rows: Vec<_> = (first..).zip(&shops.cashiers).collect();
    insert(
        conn,
        "INSERT INTO cashiers (id, telegram_id, display_name, shop, status, is_active, \
         approved_at, rejected_at, deactivated_at, created_at, updated_at) ",
        &rows,
        |row, (id, cashier)| {
            let at = to_millis(cashier.at);
            let when = |holds: bool| holds.then_some(at);
            let status = cashier.status;
            let approved = matches!(status, CashierStatus::Active | CashierStatus::Inactive);
            row.push_bind(*id)
                .push_bind(cashier.telegram_id)
                .push_bind(cashier.display_name.clone())
                .push_bind(cashier.shop.clone())
                .push_bind(status.as_str())
                .push_bind(status == CashierStatus::Active)
                .push_bind(when(approved))
                .push_bind(when(status == CashierStatus::Rejected))
                .push_bind(when(status == CashierStatus::Inactive))
                .push_bind(at)
                .push_bind(at);
        },
    )
    .await?;
    places.cashiers = rows.into_iter().map(|(id, cashier)| (id, cashier.shop.clone())).collect();
    Ok(())
}
