//! Clients.

use chrono::{Duration, NaiveDate};
use marmelad_core::audit::AuditEntry;
use marmelad_core::clients::{
    ChangeUser, TestUsers, UpsertUser, UserChange, UserFilter, UserList, UserSort,
};
use marmelad_core::kernel::{ClientId, Moment, Page, PageRequest, TelegramId};
use marmelad_core::people::{Gender, TelegramProfile, User};

use crate::world::{RACERS, World, ZONE, at, profile};

contract!(
    one_row_however_many_contacts_arrive_at_once,
    a_contact_refreshes_what_is_known,
    names_of_any_length_fit,
    each_change_keeps_its_condition,
    a_forgotten_client_does_not_change,
    clients_are_found_by_words_phone_and_telegram_id,
    test_users_are_hidden_unless_wanted,
    pages_are_newest_first,
);

async fn one_row_however_many_contacts_arrive_at_once(world: World) {
    let answers = world
        .race(|store, number| async move {
            let command = UpsertUser {
                profile: profile(7, "Анна"),
                is_test: false,
                now: at(i64::try_from(number).unwrap()),
            };
            store.users.upsert(command).await.unwrap()
        })
        .await;
    assert_eq!(answers.iter().filter(|answer| answer.is_new).count(), 1);
    assert!(answers.iter().all(|answer| answer.user.id == answers[0].user.id));
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(world.number("SELECT COUNT(*) FROM user_search_terms").await, 1);
    assert_eq!(answers.len(), RACERS);
}

async fn a_contact_refreshes_what_is_known(world: World) {
    let first = world.user(7).await;
    change(&world, first.id, UserChange::Blocked(true)).await.unwrap();
    let renamed = TelegramProfile {
        username: Some("anna".into()),
        last_name: Some("Ёлкина".into()),
        ..profile(7, "Анюта")
    };
    let command = UpsertUser { profile: renamed, is_test: true, now: at(1) };
    let again = world.store.users.upsert(command).await.unwrap();
    assert!(!again.is_new);
    assert_eq!(again.user.display_name, "Анюта Ёлкина");
    assert_eq!(again.user.last_seen_at, Some(at(1)));
    assert!(!again.user.is_blocked && again.user.is_test);
    assert_eq!(again.user.created_at, at(0));
    assert_eq!(world.store.users.find(first.id).await.unwrap(), Some(again.user.clone()));
    assert_eq!(
        world.store.users.find_by_telegram_id(TelegramId(7)).await.unwrap(),
        Some(again.user)
    );
    assert_eq!(
        world.texts("SELECT term FROM user_search_terms ORDER BY term").await,
        ["anna", "анюта", "елкина"]
    );
    assert_eq!(world.store.users.find(ClientId(999)).await.unwrap(), None);
}

async fn names_of_any_length_fit(world: World) {
    let long = profile(7, &"ё ".repeat(500));
    let command = UpsertUser { profile: long, is_test: false, now: at(0) };
    let user = world.store.users.upsert(command).await.unwrap().user;
    assert_eq!(world.store.users.find(user.id).await.unwrap(), Some(user));
}

async fn each_change_keeps_its_condition(world: World) {
    let id = world.user(7).await.id;
    let day = |year| NaiveDate::from_ymd_opt(year, 2, 29).unwrap();
    let birthday = |date, limit| UserChange::Birthday { date, unless_changed_after: limit };

    let user = change(&world, id, birthday(day(2000), Some(at(0)))).await.unwrap();
    assert_eq!((user.birthday, user.birthday_changed_at), (Some(day(2000)), Some(at(5))));
    assert_eq!(world.texts("SELECT birthday_md FROM users").await, ["0229"]);
    assert_eq!(change(&world, id, birthday(day(2004), Some(at(4)))).await, None);
    assert!(change(&world, id, birthday(day(2004), Some(at(5)))).await.is_some());
    assert!(change(&world, id, birthday(day(2008), None)).await.is_some());

    let user =
        change(&world, id, UserChange::Phone("+7 900 123-45-67".parse().unwrap())).await.unwrap();
    assert_eq!(user.phone.as_deref(), Some("+79001234567"));
    assert_eq!(
        change(&world, id, UserChange::Gender(Gender::Female)).await.unwrap().gender,
        Gender::Female
    );
    assert!(change(&world, id, UserChange::OptedOut(true)).await.unwrap().is_opted_out);
    assert!(!change(&world, id, UserChange::OptedOut(false)).await.unwrap().is_opted_out);
    assert!(change(&world, id, UserChange::Blocked(true)).await.unwrap().is_blocked);
    let user = change(&world, id, UserChange::Consent { version: "2".into() }).await.unwrap();
    assert_eq!((user.consent_at, user.consent_version.as_deref()), (Some(at(5)), Some("2")));
    assert_eq!(
        change(&world, id, UserChange::MarketingConsent).await.unwrap().marketing_consent_at,
        Some(at(5))
    );

    world.store.users.record_subscription(id, true, at(9)).await.unwrap();
    let user = world.store.users.find(id).await.unwrap().unwrap();
    assert!(user.is_subscribed);
    assert_eq!(user.subscription_checked_at, Some(at(9)));
    assert_eq!(change(&world, ClientId(999), UserChange::OptedOut(true)).await, None);
}

async fn a_forgotten_client_does_not_change(world: World) {
    let id = world.user(7).await.id;
    let audit = AuditEntry::system("anonymize_user", "user");
    let command = marmelad_core::clients::AnonymizeUser { id, now: at(1), audit };
    assert!(world.store.users.anonymize(command.clone()).await.unwrap());
    assert!(!world.store.users.anonymize(command).await.unwrap());
    assert_eq!(change(&world, id, UserChange::OptedOut(true)).await, None);
    let returned = world.user(7).await;
    assert_ne!(returned.id, id);
}

async fn clients_are_found_by_words_phone_and_telegram_id(world: World) {
    let anna = TelegramProfile {
        username: Some("sweet_anna".into()),
        last_name: Some("Ёлкина".into()),
        ..profile(1001, "Анна")
    };
    world
        .store
        .users
        .upsert(UpsertUser { profile: anna, is_test: false, now: at(0) })
        .await
        .unwrap();
    let boris = world.store.users.upsert(UpsertUser {
        profile: profile(2002, "Борис"),
        is_test: false,
        now: at(0),
    });
    let boris = boris.await.unwrap().user;
    change(&world, boris.id, UserChange::Phone("+79001234567".parse().unwrap())).await.unwrap();

    for (search, found) in [
        ("анн", vec!["Анна Ёлкина"]),
        ("АННА ЕЛК", vec!["Анна Ёлкина"]),
        ("елкина", vec!["Анна Ёлкина"]),
        ("@sweet_anna", vec!["Анна Ёлкина"]),
        ("кина", vec![]),
        ("анна борис", vec![]),
        ("4567", vec!["Борис"]),
        ("567", vec![]),
        ("8 (900) 123-45-67", vec!["Борис"]),
        ("+7 900 123-45-67", vec!["Борис"]),
        ("1001", vec!["Анна Ёлкина"]),
        ("%", vec!["Борис", "Анна Ёлкина"]),
        ("' OR 1=1 --", vec![]),
    ] {
        let filter = UserFilter { search: Some(search.into()), ..UserFilter::default() };
        let page = world.list(filter, PageRequest::default()).await;
        let names: Vec<_> = page.items.iter().map(|user| user.display_name.as_str()).collect();
        assert_eq!(names, found, "{search}");
        assert_eq!(page.total, found.len() as u64, "{search}");
    }
}

async fn test_users_are_hidden_unless_wanted(world: World) {
    world.user(1).await;
    world
        .store
        .users
        .upsert(UpsertUser { profile: profile(2, "Тест"), is_test: true, now: at(0) })
        .await
        .unwrap();
    for (test, total) in [(TestUsers::Hidden, 1), (TestUsers::Only, 1), (TestUsers::Any, 2)] {
        let filter = UserFilter { test, ..UserFilter::default() };
        let page = world.list(filter, PageRequest::default()).await;
        assert_eq!(page.total, total, "{test}");
    }
}

async fn pages_are_newest_first(world: World) {
    for telegram_id in 1..=5 {
        world.user(telegram_id).await;
    }
    let page = PageRequest { page: 2, per_page: 2 };
    let page = world.list(UserFilter::default(), page).await;
    assert_eq!(page.total, 5);
    assert_eq!(page.items.iter().map(|user| user.telegram_id.0).collect::<Vec<_>>(), [3, 2]);
}

impl World {
    /// A page, newest first.
    async fn list(&self, filter: UserFilter, page: PageRequest) -> Page<User> {
        let list = UserList {
            filter,
            sort: UserSort::default(),
            page,
            moment: Moment { now: at(0), zone: ZONE },
        };
        self.store.users.list(list).await.unwrap()
    }
}

async fn change(world: &World, id: ClientId, change: UserChange) -> Option<User> {
    let now = at(5) + Duration::microseconds(400);
    world.store.users.change(ChangeUser { id, change, now, audit: None }).await.unwrap()
}
