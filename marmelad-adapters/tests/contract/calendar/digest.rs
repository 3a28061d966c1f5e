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
    let sell = async |telegram_id: i64, rub: Option<i64>, now: DateTime<Utc>| {
        let discount = world.held(telegram_id, usize::try_from(telegram_id).unwrap()).await;
        let amount = rub.map(roubles);
        world.redeemed(RedeemDiscount { amount, ..redemption(&discount.code, till, now) }).await;
        discount
    };
    sell(1, Some(1000), from).await;
    sell(2, None, at(5)).await;
    let undone = sell(3, Some(700), at(5)).await;
    sell(4, Some(300), to).await;
    sell(5, Some(50), from - Duration::milliseconds(1)).await;
    let test = sell(6, Some(60), at(5)).await;
    world.set("users SET is_test = true", test.user_id).await;
    let order = format!("UPDATE orders SET is_test = true WHERE discount_id = {}", test.id);
    world.execute(&order).await;
    world.set("discounts SET is_test = true", test.id).await;
    let gone =
        "UPDATE users SET is_blocked = true, blocked_at = created_at WHERE telegram_id IN (1, 6)";
    world.execute(gone).await;
    world.undone(&undone.code, at(10)).await;
    let day_numbers = async |from, to| world.reports.day_numbers(from, to).await.unwrap();
    let expected = DayNumbers {
        redeemed: 2,
        redeemed_amount: roubles(1000),
        revenue: roubles(1000),
        discount: roubles(100),
        joined: 5,
        blocked: 1,
    };
    assert_eq!(day_numbers(from, to).await, expected);
    let empty = day_numbers(to + Duration::days(1), to + Duration::days(2)).await;
    assert_eq!(empty, DayNumbers::default());
}

async fn what_needs_a_look(world: World) {
    assert_eq!(world.reports.attention(at(0)).await.unwrap(), Attention::default());
    for (status, is_test) in
        [("sending", false), ("paused", false), ("draft", false), ("error", true)]
    {
        let counts = "audience_total = 10, success_count = 3, failed_count = 1";
        world.insert_broadcast(status, is_test, counts).await;
    }
    world.template(TemplateTerms { total_limit: Some(1), ..birthday_terms() }).await;
    born_today(&world, 1).await;
    greet_all(&world, TODAY).await;
    let attention = world.reports.attention(at(1)).await.unwrap();
    assert_eq!(attention.sending_line(), "«sending» — 40 %");
    assert_eq!(attention.stuck_line(), "«paused» — на паузе");
    assert_eq!(attention.budgets_line(), "«Десять процентов» — осталось 0");
}

async fn a_digest_goes_once_to_each_owner_who_wants_it(world: World) {
    for telegram_id in 1..=5 {
        world.owner(telegram_id).await;
    }
    for (telegram_id, change) in [
        (3, "role = 'marketing'"),
        (4, "is_active = false"),
        (5, "notification_groups = '[\"alerts\"]'"),
    ] {
        let sql = format!("UPDATE admins SET {change} WHERE telegram_id = {telegram_id}");
        world.execute(&sql).await;
    }
    let notice = Notice::Digest {
        day: date("2026-03-04"),
        numbers: DayNumbers::default(),
        attention: Attention::default(),
    };
    let told = notice.clone();
    let answers = world
        .race_same(&told, |world, notice| async move {
            world.calendar.queue_digest(notice, date(TODAY), at(0)).await.unwrap()
        })
        .await;
    assert!(answers.iter().all(|told| *told == 2));
    let claimed = claim_all(&world, "one", at(1)).await;
    let chats: Vec<i64> = claimed.iter().map(|one| one.chat.telegram_id().0).collect();
    assert_eq!(chats, [1, 2]);
    assert!(claimed.iter().all(|one| one.notice == notice));
}
