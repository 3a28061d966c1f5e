//! Inserting clients, their codes, purchases and attempts.

use std::collections::BTreeMap;

use marmelad_core::discounts::UsageSource;
use marmelad_core::kernel::to_millis;
use sqlx::types::Json;

use super::dialect::{Conn, from_hundredths};
use super::row::money_column;
use super::rows::{NextIds, Rows, rows_of};
use super::shops::Places;
use super::statement::{Statement, bind};
use super::{insert, next_id, totals};
use crate::sql::fault::Fault;
use crate::sql::seed::SeedClient;

pub(in crate::sql) async fn insert_all(
    conn: &mut Conn,
    places: &Places,
    clients: &[SeedClient],
) -> Result<(), Fault> {
    let next = NextIds {
        user: next_id!(conn, "users"),
        discount: next_id!(conn, "discounts"),
        order: next_id!(conn, "orders"),
        log: next_id!(conn, "discount_usage_logs"),
    };
    let rows = rows_of(clients, places, next);
    insert_users(conn, &rows).await?;
    insert_discounts(conn, &rows).await?;
    insert_purchases(conn, &rows).await?;
    if let (Some(first), Some(last)) = (rows.users.first(), rows.users.last()) {
        totals::recount(conn, first.id, last.id).await?;
    }
    count(conn, &rows).await
}

async fn insert_users(conn: &mut Conn, rows: &Rows<'_>) -> Result<(), Fault> {
    insert(
        conn,
        "INSERT INTO users (id, telegram_id, username, first_name, last_name, display_name, \
         phone, phone_digits, phone_reversed, gender, birthday, birthday_md, birthday_changed_at, \
         last_celebrated_on, is_subscribed, subscription_checked_at, is_blocked, blocked_at, \
         is_opted_out, opted_out_at, tags, is_test, campaign_id, last_seen_at, created_at, \
         updated_at) ",
        &rows.users,
        |row, user| {
            let client = user.client;
            let profile = &client.profile;
            let phone = client.phone.as_ref();
            let birthday = client.birthday.map(|(day, _)| day);
            let last_seen_at = to_millis(client.last_seen_at);
            row.push_bind(user.id)
                .push_bind(profile.telegram_id.0)
                .push_bind(profile.username.clone())
                .push_bind(profile.first_name.clone())
                .push_bind(profile.last_name.clone())
                .push_bind(profile.display_name())
                .push_bind(phone.map(|phone| phone.as_str().to_owned()))
                .push_bind(phone.map(|phone| phone.digits().to_owned()))
                .push_bind(phone.map(|phone| phone.digits().chars().rev().collect::<String>()))
                .push_bind(client.gender.as_str())
                .push_bind(birthday)
                .push_bind(birthday.map(|day| day.format("%m%d").to_string()))
                .push_bind(client.birthday.map(|(_, at)| to_millis(at)))
                .push_bind(client.last_celebrated_on)
                .push_bind(client.subscription.is_some_and(|(holds, _)| holds))
                .push_bind(client.subscription.map(|(_, at)| to_millis(at)))
                .push_bind(client.blocked_at.is_some())
                .push_bind(client.blocked_at.map(to_millis))
                .push_bind(client.opted_out_at.is_some())
                .push_bind(client.opted_out_at.map(to_millis))
                .push_bind(Json(client.tags.clone()))
                .push_bind(false)
                .push_bind(user.campaign_id)
                .push_bind(last_seen_at)
                .push_bind(to_millis(client.created_at))
                .push_bind(last_seen_at);
        },
    )
    .await?;
    for (head, words) in [
        ("INSERT INTO user_search_terms (user_id, term, created_at) ", &rows.terms),
        ("INSERT INTO user_tags (user_id, tag, created_at) ", &rows.tags),
    ] {
        insert(conn, head, words, |row, (user, word, at)| {
            row.push_bind(*user).push_bind(word.clone()).push_bind(*at);
        })
        .await?;
    }
    Ok(())
}

async fn insert_discounts(conn: &mut Conn, rows: &Rows<'_>) -> Result<(), Fault> {
    insert(
        conn,
        "INSERT INTO discounts (id, user_id, template_id, campaign_id, source, code, value, \
         value_type, usage_type, max_uses, uses_count, min_order_amount, expires_at, used_at, \
         used_by_cashier_id, revoked_at, revoke_reason, is_test, created_at, updated_at) ",
        &rows.discounts,
        |row, seed| {
            let discount = seed.discount;
            let terms = discount.terms;
            let issued_at = to_millis(discount.issued_at);
            row.push_bind(seed.id)
                .push_bind(seed.user_id)
                .push_bind(seed.template_id)
                .push_bind(seed.campaign_id)
                .push_bind(discount.source.as_str())
                .push_bind(discount.code.to_string())
                .push_bind(from_hundredths(terms.value.hundredths()))
                .push_bind(terms.value.value_type().as_str())
                .push_bind(terms.usage.as_str())
                .push_bind(i64::from(terms.usage.max_uses()))
                .push_bind(seed.uses_count)
                .push_bind(terms.min_order_amount.map(money_column))
                .push_bind(to_millis(discount.expires_at))
                .push_bind(seed.last_use.map(|(at, _)| at))
                .push_bind(seed.last_use.and_then(|(_, cashier)| cashier))
                .push_bind(discount.revoked.as_ref().map(|(at, _)| to_millis(*at)))
                .push_bind(discount.revoked.as_ref().map(|(_, why)| why.clone()))
                .push_bind(false)
                .push_bind(issued_at)
                .push_bind(issued_at);
        },
    )
    .await?;
    insert(
        conn,
        "INSERT INTO campaign_users (campaign_id, user_id, is_new_user, discount_id, joined_at, \
         created_at, updated_at) ",
        &rows.joins,
        |row, join| {
            row.push_bind(join.campaign_id)
                .push_bind(join.user_id)
                .push_bind(true)
                .push_bind(join.discount_id)
                .push_bind(join.at)
                .push_bind(join.at)
                .push_bind(join.at);
        },
    )
    .await
}

async fn insert_purchases(conn: &mut Conn, rows: &Rows<'_>) -> Result<(), Fault> {
    insert(
        conn,
        "INSERT INTO orders (id, user_id, discount_id, cashier_id, shop, amount, discount_amount, \
         source, status, is_test, created_at, updated_at) ",
        &rows.orders,
        |row, order| {
            row.push_bind(order.id)
                .push_bind(order.user_id)
                .push_bind(order.discount_id)
                .push_bind(order.cashier_id)
                .push_bind(order.shop.clone())
                .push_bind(money_column(order.amount))
                .push_bind(money_column(order.discount_amount))
                .push_bind(UsageSource::Bot.as_str())
                .push_bind(if order.is_undone { "undone" } else { "completed" })
                .push_bind(false)
                .push_bind(order.at)
                .push_bind(order.at);
        },
    )
    .await?;
    insert(
        conn,
        "INSERT INTO discount_usage_logs (id, discount_id, code, cashier_id, user_id, status, \
         source, shop, order_id, undoes_log_id, reason, created_at) ",
        &rows.logs,
        |row, log| {
            row.push_bind(log.id)
                .push_bind(log.discount_id)
                .push_bind(log.code.to_owned())
                .push_bind(log.cashier_id)
                .push_bind(log.user_id)
                .push_bind(log.status.as_str())
                .push_bind(UsageSource::Bot.as_str())
                .push_bind(log.shop.clone())
                .push_bind(log.order_id)
                .push_bind(log.undoes_log_id)
                .push_bind(log.reason.map(str::to_owned))
                .push_bind(log.at);
        },
    )
    .await
}

/// Raises the counters of templates and campaigns by the inserted rows.
async fn count(conn: &mut Conn, rows: &Rows<'_>) -> Result<(), Fault> {
    let sql = "UPDATE discount_templates SET issued_count = issued_count + ? WHERE id = ?";
    raise(conn, sql, rows.discounts.iter().filter_map(|row| row.template_id)).await?;
    let sql = "UPDATE campaigns SET joined_count = joined_count + ? WHERE id = ?";
    raise(conn, sql, rows.joins.iter().map(|join| join.campaign_id)).await
}

/// Raises the counter of each id by the number of times that the id occurs.
async fn raise(
    conn: &mut Conn,
    sql: &'static str,
    ids: impl Iterator<Item = i64>,
) -> Result<(), Fault> {
    let mut counts = BTreeMap::<i64, i64>::new();
    for id in ids {
        *counts.entry(id).or_default() += 1;
    }
    for (id, more) in counts {
        bind!(sqlx::query(sql), more, id).run(conn).await?;
    }
    Ok(())
}
