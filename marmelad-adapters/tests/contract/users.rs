//! Clients.

use chrono::{Duration, NaiveDate};
use marmelad_core::clients::{ChangeUser, UpsertUser, UserChange, UserFilter, UserList, UserSort};
use marmelad_core::kernel::{ClientId, Moment, PageRequest, TelegramId};
use marmelad_core::people::{Gender, TelegramProfile, User};

use crate::scene::erasure;
use crate::world::{World, ZONE, at, profile};

contract!(
    one_row_however_many_contacts_arrive_at_once,
    a_contact_refreshes_what_is_known,
    names_of_any_length_fit,
    each_change_keeps_its_condition,
    a_forgotten_client_does_not_change,
    clients_are_found_by_words_phone_and_telegram_id,
);

fn anna(telegram_id: i64, first_name: &str) -> TelegramProfile {
    TelegramProfile {
        username: Some("sweet_anna".into()),
        last_name: Some("Ёлкина".into()),
        ..profile(telegram_id, first_name)
    }
}

async fn change(world: &World, id: ClientId, change: UserChange) -> Option<User> {
    let now = at(5) + Duration::microseconds(400);
    world.users.change(ChangeUser { id, change, now, audit: None }).await.unwrap()
}

async fn one_row_however_many_contacts_arrive_at_once(world: World) {
    let answers = world
        .race(|world, number| async move {
            let now = at(i64::try_from(number).unwrap());
            let command = UpsertUser { profile: profile(7, "Анна"), is_test: false, now };
            world.users.upsert(command).await.unwrap()
        })
        .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_new).count(), 1);
    assert!(answers.iter().all(|answer| answer.user.id == answers[0].user.id));
    assert_eq!((world.count("users").await, world.count("user_search_terms").await), (1, 1));
}

async fn a_contact_refreshes_what_is_known(world: World) {
    let first = world.user(7).await;
    change(&world, first.id, UserChange::Blocked(true)).await.unwrap();
    let command = UpsertUser { profile: anna(7, "Анюта"), is_test: true, now: at(1) };
    let again = world.users.upsert(command).await.unwrap();
    assert!(!again.is_new);
    let user = again.user;
    assert_eq!(user.display_name, "Анюта Ёлкина");
    assert_eq!((user.created_at, user.last_seen_at), (at(0), Some(at(1))));
    assert!(!user.is_blocked && user.is_test);
    let by_chat = world.users.find_by_telegram_id(TelegramId(7)).await.unwrap();
    assert_eq!(by_chat.as_ref(), Some(&user));
    assert_eq!(world.find_user(first.id).await, user);
    let terms = "SELECT term FROM user_search_terms ORDER BY term";
    assert_eq!(world.texts(terms).await, ["anna", "sweet", "анюта", "елкина"]);
    assert_eq!(world.users.find(ClientId(999)).await.unwrap(), None);
}

async fn names_of_any_length_fit(world: World) {
    let user = world.contact(profile(7, &"ё ".repeat(500))).await;
    assert_eq!(world.find_user(user.id).await, user);
}

async fn each_change_keeps_its_condition(world: World) {
    let id = world.user(7).await.id;
    let day = |year| NaiveDate::from_ymd_opt(year, 2, 29).unwrap();
    let birthday = |date, limit| UserChange::Birthday { date, unless_changed_after: limit };
    let changed = async |wanted| change(&world, id, wanted).await.unwrap();

    let user = changed(birthday(day(2000), Some(at(0)))).await;
    assert_eq!((user.birthday, user.birthday_changed_at), (Some(day(2000)), Some(at(5))));
    assert_eq!(world.texts("SELECT birthday_md FROM users").await, ["0229"]);
    assert_eq!(change(&world, id, birthday(day(2004), Some(at(4)))).await, None);
    for limit in [Some(at(5)), None] {
        changed(birthday(day(2004), limit)).await;
    }

    let user = changed(UserChange::Phone("+7 900 123-45-67".parse().unwrap())).await;
    assert_eq!(user.phone.as_deref(), Some("+79001234567"));
    let user = changed(UserChange::Gender(Gender::Female)).await;
    assert_eq!(user.gender, Gender::Female);
    for flag in [true, false] {
        assert_eq!(changed(UserChange::OptedOut(flag)).await.is_opted_out, flag);
        assert_eq!(changed(UserChange::Blocked(flag)).await.is_blocked, flag);
    }
    let user = changed(UserChange::Consent { version: "2".into() }).await;
    assert_eq!((user.consent_at, user.consent_version.as_deref()), (Some(at(5)), Some("2")));
    let user = changed(UserChange::MarketingConsent).await;
    assert_eq!(user.marketing_consent_at, Some(at(5)));

    world.users.record_subscription(id, true, at(9)).await.unwrap();
    let user = world.find_user(id).await;
    assert_eq!((user.is_subscribed, user.subscription_checked_at), (true, Some(at(9))));
    assert_eq!(change(&world, ClientId(999), UserChange::OptedOut(true)).await, None);
}

async fn a_forgotten_client_does_not_change(world: World) {
    let id = world.user(7).await.id;
    world.erased(id).await;
    assert!(!world.users.anonymize(erasure(id)).await.unwrap());
    assert_eq!(change(&world, id, UserChange::OptedOut(true)).await, None);
    assert_ne!(world.user(7).await.id, id);
}

/// By phone only readers who may see phones.
async fn clients_are_found_by_words_phone_and_telegram_id(world: World) {
    world.contact(anna(1001, "Анна")).await;
    let boris = world.contact(profile(2002, "Борис")).await.id;
    change(&world, boris, UserChange::Phone("+79001234567".parse().unwrap())).await.unwrap();
    for (search, ignores_phones, found) in [
        ("анн", false, "Анна Ёлкина"),
        ("АННА ЕЛК", false, "Анна Ёлкина"),
        ("елкина", false, "Анна Ёлкина"),
        ("@sweet_anna", false, "Анна Ёлкина"),
        ("кина", false, ""),
        ("анна борис", false, ""),
        ("4567", false, "Борис"),
        ("4567", true, ""),
        ("567", false, ""),
        ("8 (900) 123-45-67", false, "Борис"),
        ("+7 900 123-45-67", false, "Борис"),
        ("+7 900 123-45-67", true, ""),
        ("1001", false, "Анна Ёлкина"),
        ("2002", true, "Борис"),
        ("%", false, "Борис, Анна Ёлкина"),
        ("' OR 1=1 --", false, ""),
    ] {
        let search = Some(search.to_owned());
        let list = UserList {
            filter: UserFilter { search, ignores_phones, ..UserFilter::default() },
            sort: UserSort::default(),
            page: PageRequest::default(),
            moment: Moment { now: at(0), zone: ZONE },
        };
        let page = world.users.list(list.clone()).await.unwrap();
        let names: Vec<_> = page.items.iter().map(|user| user.display_name.as_str()).collect();
        assert_eq!(names.join(", "), found, "{list:?}");
        assert_eq!(page.total, names.len() as u64, "{list:?}");
    }
}
