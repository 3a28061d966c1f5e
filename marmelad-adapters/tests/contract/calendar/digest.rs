//! The morning digest and its numbers.

use chrono::{DateTime, Duration, Utc};
use marmelad_core::discounts::{RedeemDiscount, TemplateTerms};
use marmelad_core::notifications::Notice;
use marmelad_core::reports::{Attention, DayNumbers};

use super::{TODAY, birthday_terms, born_today, date, greet_all};
use crate::outbox::claim_all;
use crate::scene::{redemption, roubles};
use crate::world::{World, at};

contract!(a_day_in_numbers, what_needs_a_look, a_digest_goes_once_to_each_owner_who_wants_it,);

async fn a_day_in_numbers(world: World) {
    let till = world.till(900).await;
    let (from, to) = (at(0) - Duration::hours(12), at(0) + Duration::hours(12));
    let mut number = 0;
    let mut sell = async |telegram_id: i64, rub: Option<i64>, now: DateTime<Utc>| {
        number += 1;
        let user = world.user(telegram_id).await.id;
        let discount = world.single(user, number).await;
        let redeem =
            RedeemDiscount { amount: rub.map(roubles), ..redemption(&discount.code, till, now) };
        world.store.discounts.redeem(redeem).await.unwrap();
        discount.id
    };
    sell(1, Some(1000), from).await;
    sell(2, None, at(5)).await;
    let undone = sell(3, Some(700), at(5)).await;
    sell(4, Some(300), to).await;
    sell(5, Some(50), from - Duration::milliseconds(1)).await;
    let test = sell(6, Some(60), at(5)).await;
    for sql in [
        "UPDATE users SET is_test = true WHERE telegram_id = 6".to_owned(),
        format!("UPDATE orders SET is_test = true WHERE discount_id = {test}"),
        format!("UPDATE discounts SET is_test = true WHERE id = {test}"),
        "UPDATE users SET is_blocked = true, blocked_at = created_at WHERE telegram_id IN (1, 6)"
            .to_owned(),
    ] {
        world.execute(&sql).await;
    }
    let undo = marmelad_core::discounts::UndoRedemption {
        target: marmelad_core::discounts::UndoTarget::LastOf(
            world.texts(&format!("SELECT code FROM discounts WHERE id = {undone}")).await[0]
                .parse()
                .unwrap(),
        ),
        by: till,
        reason: "ошибка".into(),
        now: at(10),
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    let numbers = world.store.reports.day_numbers(from, to).await.unwrap();
    assert_eq!(
        numbers,
        DayNumbers {
            redeemed: 2,
            redeemed_amount: roubles(1000),
            revenue: roubles(1000),
            discount: roubles(100),
            joined: 5,
            blocked: 1,
        }
    );
    let empty = world.store.reports.day_numbers(to + Duration::days(1), to + Duration::days(2));
    assert_eq!(empty.await.unwrap(), DayNumbers::default());
}

async fn what_needs_a_look(world: World) {
    assert_eq!(world.store.reports.attention(at(0)).await.unwrap(), Attention::default());
    for (status, test) in
        [("sending", "false"), ("paused", "false"), ("draft", "false"), ("error", "true")]
    {
        world
            .execute(&format!(
                "INSERT INTO broadcasts (kind, title, media_type, buttons, status, is_test, audience_total, \
                 success_count, failed_count, created_at, updated_at) SELECT 'html', '{status}', 'none', '[]', \
                 '{status}', {test}, 10, 3, 1, created_at, created_at FROM discount_templates ORDER BY id LIMIT 1"
            ))
            .await;
    }
    world.template(TemplateTerms { total_limit: Some(1), ..birthday_terms() }).await;
    born_today(&world, 1).await;
    greet_all(&world, TODAY).await;
    let attention = world.store.reports.attention(at(1)).await.unwrap();
    assert_eq!(attention.sending_line(), "«sending» — 40 %");
    assert_eq!(attention.stuck_line(), "«paused» — на паузе");
    assert_eq!(attention.budgets_line(), "«Десять процентов» — осталось 0");
}

async fn a_digest_goes_once_to_each_owner_who_wants_it(world: World) {
    for telegram_id in 1..=5 {
        world.owner(telegram_id).await;
    }
    world.execute("UPDATE admins SET role = 'marketing' WHERE telegram_id = 3").await;
    world.execute("UPDATE admins SET is_active = false WHERE telegram_id = 4").await;
    world
        .execute("UPDATE admins SET notification_groups = '[\"alerts\"]' WHERE telegram_id = 5")
        .await;
    let notice = Notice::Digest {
        day: date("2026-03-04"),
        numbers: DayNumbers::default(),
        attention: Attention::default(),
    };
    let told = notice.clone();
    let answers = world
        .race(move |store, _| {
            let notice = told.clone();
            async move {
                let queued = store.calendar.queue_digest(notice, date(TODAY), at(0)).await;
                queued.unwrap()
            }
        })
        .await;
    assert!(answers.iter().all(|told| *told == 2));
    let claimed = claim_all(&world, "one", at(1)).await;
    let chats: Vec<i64> = claimed.iter().map(|one| one.chat.telegram_id().0).collect();
    assert_eq!(chats, [1, 2]);
    assert!(claimed.iter().all(|one| one.notice == notice));
}
