//! Clients and their histories as rows of each table.

use chrono::{DateTime, Utc};
use marmelad_core::discounts::UsageStatus;
use marmelad_core::kernel::{Money, to_millis};

use super::shops::Places;
use crate::sql::seed::{SeedAttempt, SeedClient, SeedDiscount, SeedEnding};

/// The rows of a lot of clients, in the order of their ids.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) users: Vec<UserSeed<'a>>,
    pub(super) terms: Vec<(i64, String, DateTime<Utc>)>,
    pub(super) tags: Vec<(i64, String, DateTime<Utc>)>,
    pub(super) joins: Vec<JoinSeed>,
    pub(super) discounts: Vec<DiscountSeed<'a>>,
    pub(super) orders: Vec<OrderSeed>,
    pub(super) logs: Vec<LogSeed<'a>>,
}

/// The first free ids.
pub(super) struct NextIds {
    pub(super) user: i64,
    pub(super) discount: i64,
    pub(super) order: i64,
    pub(super) log: i64,
}

pub(super) struct UserSeed<'a> {
    pub(super) id: i64,
    pub(super) client: &'a SeedClient,
    pub(super) campaign_id: Option<i64>,
}

pub(super) struct JoinSeed {
    pub(super) campaign_id: i64,
    pub(super) user_id: i64,
    pub(super) discount_id: Option<i64>,
    pub(super) at: DateTime<Utc>,
}

pub(super) struct DiscountSeed<'a> {
    pub(super) id: i64,
    pub(super) user_id: i64,
    pub(super) template_id: Option<i64>,
    pub(super) campaign_id: Option<i64>,
    pub(super) discount: &'a SeedDiscount,
    pub(super) uses_count: i64,
    /// Instant and cashier of the last use.
    pub(super) last_use: Option<(DateTime<Utc>, Option<i64>)>,
}

pub(super) struct OrderSeed {
    pub(super) id: i64,
    pub(super) user_id: i64,
    pub(super) discount_id: i64,
    pub(super) cashier_id: Option<i64>,
    pub(super) shop: Option<String>,
    pub(super) amount: Money,
    pub(super) discount_amount: Money,
    pub(super) is_undone: bool,
    pub(super) at: DateTime<Utc>,
}

#[derive(Clone)]
pub(super) struct LogSeed<'a> {
    pub(super) id: i64,
    pub(super) discount_id: i64,
    pub(super) code: &'a str,
    pub(super) cashier_id: Option<i64>,
    pub(super) user_id: i64,
    pub(super) status: UsageStatus,
    pub(super) shop: Option<String>,
    pub(super) order_id: Option<i64>,
    pub(super) undoes_log_id: Option<i64>,
    pub(super) reason: Option<&'a str>,
    pub(super) at: DateTime<Utc>,
}

/// Turns clients into rows and assigns their ids.
pub(super) fn rows_of<'a>(
    clients: &'a [SeedClient],
    places: &Places,
    mut next: NextIds,
) -> Rows<'a> {
    let mut rows = Rows::default();
    for client in clients {
        let user_id = take(&mut next.user);
        let campaign_id = places.campaign(client.campaign);
        let at = to_millis(client.created_at);
        let terms = client.profile.search_terms();
        rows.terms.extend(terms.into_iter().map(|term| (user_id, term, at)));
        rows.tags.extend(client.tags.iter().map(|tag| (user_id, tag.clone(), at)));
        let mut discount_of_join = None;
        for discount in &client.discounts {
            let id = take(&mut next.discount);
            if discount.campaign.is_some() && discount.campaign == client.campaign {
                discount_of_join.get_or_insert(id);
            }
            add_discount(&mut rows, places, &mut next, user_id, id, discount);
        }
        if let Some(campaign_id) = campaign_id {
            rows.joins.push(JoinSeed { campaign_id, user_id, discount_id: discount_of_join, at });
        }
        rows.users.push(UserSeed { id: user_id, client, campaign_id });
    }
    rows
}

fn add_discount<'a>(
    rows: &mut Rows<'a>,
    places: &Places,
    next: &mut NextIds,
    user_id: i64,
    id: i64,
    discount: &'a SeedDiscount,
) {
    let mut row = DiscountSeed {
        id,
        user_id,
        template_id: places.template(discount.template),
        campaign_id: places.campaign(discount.campaign),
        discount,
        uses_count: 0,
        last_use: None,
    };
    for attempt in &discount.attempts {
        add_attempt(rows, places, next, &mut row, attempt);
    }
    rows.discounts.push(row);
}

fn add_attempt<'a>(
    rows: &mut Rows<'a>,
    places: &Places,
    next: &mut NextIds,
    of: &mut DiscountSeed<'a>,
    attempt: &'a SeedAttempt,
) {
    let cashier = places.cashier(attempt.cashier);
    let cashier_id = cashier.map(|(id, _)| *id);
    let shop = cashier.map(|(_, shop)| shop.clone());
    let at = to_millis(attempt.at);
    let mut log = LogSeed {
        id: take(&mut next.log),
        discount_id: of.id,
        code: of.discount.code.as_ref(),
        cashier_id,
        user_id: of.user_id,
        status: UsageStatus::Success,
        shop: shop.clone(),
        order_id: None,
        undoes_log_id: None,
        reason: None,
        at,
    };
    match &attempt.ending {
        SeedEnding::Refused(status) => {
            log.status = *status;
            rows.logs.push(log);
        }
        SeedEnding::Success { order, undone } => {
            if let Some((amount, discount_amount)) = *order {
                let id = take(&mut next.order);
                log.order_id = Some(id);
                rows.orders.push(OrderSeed {
                    id,
                    user_id: of.user_id,
                    discount_id: of.id,
                    cashier_id,
                    shop: shop.clone(),
                    amount,
                    discount_amount,
                    is_undone: undone.is_some(),
                    at,
                });
            }
            if let Some((after, reason)) = undone {
                let undo = LogSeed {
                    id: take(&mut next.log),
                    status: UsageStatus::Undone,
                    undoes_log_id: Some(log.id),
                    reason: Some(reason),
                    at: to_millis(attempt.at + *after),
                    ..log.clone()
                };
                rows.logs.extend([log, undo]);
            } else {
                rows.logs.push(log);
                of.uses_count += 1;
                of.last_use = Some((at, cashier_id));
            }
        }
    }
}

fn take(next: &mut i64) -> i64 {
    let id = *next;
    *next += 1;
    id
}
