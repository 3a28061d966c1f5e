//! What staff do with clients: changes, tags, imports, and what happened with them.

use chrono::{Duration, NaiveDate};
use marmelad_core::clients::{
    AnonymizeUser, EditUser, EditUserOutcome, ImportUsers, Imported, ImportedUser, TagChange,
    TagUsers, TaggedUsers, TestUsers, TimelineEvent, UpsertUser, UserEdit, UserFilter,
};
use marmelad_core::discounts::{TemplateEvent, UndoRedemption, UndoTarget};
use marmelad_core::kernel::{ClientId, Moment, PageRequest, TelegramId};
use marmelad_core::people::{Gender, User};

use crate::scene::{entry, operator, redemption, roubles, terms};
use crate::world::{RACERS, World, ZONE, at, profile};

contract!(
    an_edit_changes_what_it_names_and_all_that_follows,
    an_edit_of_nothing_writes_nothing,
    a_name_by_staff_outlives_a_contact,
    discounts_and_purchases_become_test_ones_with_the_client,
    who_is_gone_is_not_edited,
    edits_at_once_lose_nothing,
    tags_are_added_and_taken_away_and_found,
    a_file_adds_and_changes_and_adds_nothing_twice,
    a_dry_run_keeps_nothing,
    imports_at_once_add_everybody_once,
    everything_that_happened_is_told_newest_first,
);

fn edit(id: ClientId, edit: UserEdit) -> EditUser {
    EditUser { id, edit, now: at(7), audit: entry("update_user").about(id.0) }
}

impl World {
    async fn edited(&self, id: ClientId, change: UserEdit) -> User {
        match self.store.users.edit(edit(id, change)).await.unwrap() {
            EditUserOutcome::Edited(user) => *user,
            other => panic!("{other:?}"),
        }
    }

    async fn found(&self, filter: UserFilter) -> Vec<i64> {
        let moment = Moment { now: at(0), zone: ZONE };
        let users = &self.store.users;
        let found = users.portion(&filter, moment, None, 100).await.unwrap();
        found.iter().map(|user| user.telegram_id.0).collect()
    }

    async fn searched(&self, text: &str) -> Vec<i64> {
        let filter =
            UserFilter { search: Some(text.into()), test: TestUsers::Any, ..UserFilter::default() };
        self.found(filter).await
    }

    async fn tagged(&self, tag: &str) -> Vec<i64> {
        let filter = UserFilter { tag: Some(tag.into()), ..UserFilter::default() };
        self.found(filter).await
    }

    async fn audited_as(&self, action: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM audit_logs WHERE action = '{action}'");
        self.number(&sql).await
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

async fn an_edit_changes_what_it_names_and_all_that_follows(world: World) {
    let id = world.user(7).await.id;
    let day = NaiveDate::from_ymd_opt(2000, 2, 29);
    let change = UserEdit {
        display_name: Some(Some("Анна из кафе".into())),
        phone: Some(Some("+79001234567".parse().unwrap())),
        gender: Some(Gender::Female),
        birthday: Some(day),
        tags: Some(words(&["vip", "весна"])),
        ..UserEdit::default()
    };
    let user = world.edited(id, change).await;
    assert_eq!(world.store.users.find(id).await.unwrap(), Some(user.clone()));
    assert_eq!((user.birthday, user.birthday_changed_at), (day, Some(at(7))));
    assert_eq!(world.texts("SELECT birthday_md FROM users").await, ["0229"]);
    for text in ["кафе", "4567", "анна", "7"] {
        assert_eq!(world.searched(text).await, [7], "{text}");
    }
    assert_eq!(world.tagged("весна").await, [7]);

    let change = UserEdit {
        display_name: Some(None),
        phone: Some(None),
        birthday: Some(None),
        tags: Some(Vec::new()),
        ..UserEdit::default()
    };
    let user = world.edited(id, change).await;
    assert_eq!(user.display_name, "Анна");
    assert_eq!((user.phone, user.birthday, user.gender), (None, None, Gender::Female));
    for text in ["кафе", "4567"] {
        assert!(world.searched(text).await.is_empty(), "{text}");
    }
    assert!(world.tagged("весна").await.is_empty());
    let payloads = world.texts("SELECT payload FROM audit_logs WHERE action = 'update_user'").await;
    assert_eq!(payloads.len(), 2);
    assert!(
        payloads.iter().all(|text| !text.contains("кафе") && !text.contains("9001234567")),
        "{payloads:?}"
    );
}

async fn an_edit_of_nothing_writes_nothing(world: World) {
    let user = world.user(7).await;
    let same = UserEdit {
        display_name: Some(Some("Анна".into())),
        tags: Some(Vec::new()),
        ..UserEdit::default()
    };
    assert_eq!(world.edited(user.id, same).await, user);
    assert_eq!(world.audited_as("update_user").await, 0);
}

async fn a_name_by_staff_outlives_a_contact(world: World) {
    let id = world.user(7).await.id;
    let named = UserEdit {
        display_name: Some(Some("Анна из кафе".into())), ..UserEdit::default()
    };
    world.edited(id, named).await;
    let command = UpsertUser { profile: profile(7, "Анюта"), is_test: false, now: at(9) };
    let user = world.store.users.upsert(command).await.unwrap().user;
    assert_eq!(user.display_name, "Анна из кафе");
    assert_eq!(world.searched("анюта кафе").await, [7]);
    let as_telegram_says = UserEdit { display_name: Some(None), ..UserEdit::default() };
    assert_eq!(world.edited(id, as_telegram_says).await.display_name, "Анюта");
}

async fn discounts_and_purchases_become_test_ones_with_the_client(world: World) {
    let id = world.user(7).await.id;
    let discount = world.single(id, 0).await;
    let mut command = redemption(&discount.code, operator(), at(1));
    command.amount = Some(roubles(100));
    world.store.discounts.redeem(command).await.unwrap();
    for is_test in [true, false] {
        let change = UserEdit { is_test: Some(is_test), ..UserEdit::default() };
        assert_eq!(world.edited(id, change).await.is_test, is_test);
        for table in ["users", "discounts", "orders"] {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE is_test = 1");
            assert_eq!(world.number(&sql).await, i64::from(is_test), "{table}");
        }
    }
}

async fn who_is_gone_is_not_edited(world: World) {
    let id = world.user(7).await.id;
    let tagged = UserEdit { tags: Some(words(&["vip"])), ..UserEdit::default() };
    world.edited(id, tagged.clone()).await;
    let command = AnonymizeUser { id, now: at(8), audit: entry("anonymize_user") };
    assert!(world.store.users.anonymize(command).await.unwrap());
    assert_eq!(world.number("SELECT COUNT(*) FROM user_tags").await, 0);
    let users = &world.store.users;
    let edited = users.edit(edit(id, tagged.clone())).await.unwrap();
    assert_eq!(edited, EditUserOutcome::Anonymized);
    let edited = users.edit(edit(ClientId(999), tagged)).await.unwrap();
    assert_eq!(edited, EditUserOutcome::NotFound);
    let command = TagUsers {
        ids: vec![id, ClientId(999)],
        change: TagChange { add: words(&["vip"]), remove: Vec::new() },
        now: at(9),
        audit: None,
    };
    assert_eq!(users.tag(command).await.unwrap(), TaggedUsers::default());
}

/// Each adds a tag of its own by a change of tags, which the store works out under the client's lock.
async fn edits_at_once_lose_nothing(world: World) {
    let id = world.user(7).await.id;
    world
        .race(|store, number| async move {
            let command = TagUsers {
                ids: vec![id],
                change: TagChange { add: vec![format!("tag{number}")], remove: Vec::new() },
                now: at(1),
                audit: Some(entry("tag_users")),
            };
            assert_eq!(store.users.tag(command).await.unwrap().changed, 1);
        })
        .await;
    let user = world.store.users.find(id).await.unwrap().unwrap();
    assert_eq!(user.tags.len(), RACERS);
    let racers = i64::try_from(RACERS).unwrap();
    assert_eq!(world.number("SELECT COUNT(*) FROM user_tags").await, racers);
    assert_eq!(world.audited_as("tag_users").await, racers);
}

async fn tags_are_added_and_taken_away_and_found(world: World) {
    let mut ids = Vec::new();
    for telegram_id in 1..=3 {
        ids.push(world.user(telegram_id).await.id);
    }
    let tag = async |ids: &[ClientId], add: &[&str], remove: &[&str]| {
        let command = TagUsers {
            ids: ids.to_vec(),
            change: TagChange { add: words(add), remove: words(remove) },
            now: at(1),
            audit: Some(entry("tag_users")),
        };
        world.store.users.tag(command).await.unwrap()
    };
    let done = |found, changed| TaggedUsers { found, changed, full: 0 };
    assert_eq!(tag(&ids, &["vip", "VIP"], &[]).await, done(3, 3));
    assert_eq!(tag(&ids[..1], &["весна"], &["vip"]).await, done(1, 1));
    assert_eq!(tag(&ids, &["VIP"], &["nobody's"]).await, done(3, 0));
    assert_eq!(world.tagged("vip").await, [2, 3]);
    assert_eq!(world.tagged("VIP").await, [1, 2, 3]);
    assert_eq!(world.tagged("весна").await, [1]);
    let first = world.store.users.find(ids[0]).await.unwrap().unwrap();
    assert_eq!(first.tags, ["VIP", "весна"]);
    assert_eq!(world.audited_as("tag_users").await, 2, "nothing is written about no change");

    let many: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let full = tag(&ids[1..2], &many, &[]).await;
    assert_eq!((full.found, full.changed, full.full), (1, 0, 1));
    assert_eq!(tag(&[], &["vip"], &[]).await, done(0, 0));
}

fn imported(telegram_id: i64, name: &str) -> ImportedUser {
    ImportedUser {
        telegram_id: TelegramId(telegram_id),
        edit: UserEdit {
            first_name: Some(name.into()),
            phone: Some(Some(format!("+7900{telegram_id:07}").parse().unwrap())),
            birthday: Some(NaiveDate::from_ymd_opt(2000, 1, 2)),
            tags: Some(words(&["import"])),
            ..UserEdit::default()
        },
    }
}

fn file(users: Vec<ImportedUser>, is_dry_run: bool) -> ImportUsers {
    ImportUsers { users, is_dry_run, now: at(5), audit: Some(entry("import_users")) }
}

async fn a_file_adds_and_changes_and_adds_nothing_twice(world: World) {
    world.user(2).await;
    let users = vec![imported(3, "Вера"), imported(2, "Борис"), imported(1, "Анна")];
    let users = || users.clone();
    let became = world.store.users.import(file(users(), false)).await.unwrap();
    assert_eq!(became, [Imported::Created, Imported::Updated, Imported::Created]);
    assert_eq!(world.tagged("import").await.len(), 3);
    assert_eq!(world.searched("борис").await, [2]);
    assert_eq!(world.searched("9000000003").await, [3]);
    let new = world.store.users.find_by_telegram_id(TelegramId(3)).await.unwrap().unwrap();
    assert_eq!((new.display_name.as_str(), new.last_seen_at), ("Вера", None));
    assert_eq!((new.created_at, new.birthday_changed_at), (at(5), Some(at(5))));

    let later = ImportUsers { now: at(99), ..file(users(), false) };
    let became = world.store.users.import(later).await.unwrap();
    assert_eq!(became, [Imported::Unchanged; 3]);
    assert_eq!(world.audited_as("import_users").await, 1);
    let seen = world.user(3).await;
    assert_eq!((seen.id, seen.tags.as_slice()), (new.id, words(&["import"]).as_slice()));
    assert!(world.store.users.import(file(Vec::new(), false)).await.unwrap().is_empty());
}

async fn a_dry_run_keeps_nothing(world: World) {
    let before = world.user(2).await;
    let users = vec![imported(1, "Анна"), imported(2, "Борис")];
    let became = world.store.users.import(file(users, true)).await.unwrap();
    assert_eq!(became, [Imported::Created, Imported::Updated]);
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 1);
    assert_eq!(world.store.users.find(before.id).await.unwrap(), Some(before));
    assert_eq!(world.number("SELECT COUNT(*) FROM user_tags").await, 0);
    assert_eq!(world.audited_as("import_users").await, 0);
}

async fn imports_at_once_add_everybody_once(world: World) {
    let became = world
        .race(|store, _| async move {
            let users = (1..=5).map(|id| imported(id, "Анна")).collect();
            store.users.import(file(users, false)).await.unwrap()
        })
        .await;
    let created = became.iter().flatten().filter(|one| **one == Imported::Created);
    assert_eq!(created.count(), 5);
    assert_eq!(world.number("SELECT COUNT(*) FROM users").await, 5);
    assert_eq!(world.number("SELECT COUNT(*) FROM user_tags").await, 5);
    assert_eq!(world.audited_as("import_users").await, 1);
}

async fn everything_that_happened_is_told_newest_first(world: World) {
    let id = world.user(7).await.id;
    world.user(8).await;
    let kept = world.single(id, 0).await;
    let used = world.discount(id, 1, terms(TemplateEvent::Manual)).await;
    let mut command = redemption(&used.code, operator(), at(1_000));
    command.amount = Some(roubles(100));
    world.store.discounts.redeem(command).await.unwrap();
    let undo = UndoRedemption {
        target: UndoTarget::LastOf(used.code.clone()),
        by: operator(),
        reason: "ошибка".into(),
        now: at(2_000),
        audit: None,
    };
    world.store.discounts.undo(undo).await.unwrap();
    let sent = world.time(at(3_000));
    for sql in [
        format!(
            "UPDATE discounts SET revoked_at = {sent}, revoke_reason = 'зря' WHERE id = {}",
            kept.id
        ),
        format!(
            "INSERT INTO broadcasts (id, kind, title, media_type, buttons, status, created_at, updated_at) \
             VALUES (5, 'html', 'Весна', 'none', '[]', 'sent', {sent}, {sent})"
        ),
        format!(
            "INSERT INTO broadcast_logs (broadcast_id, user_id, status, sent_at, created_at, updated_at) \
             VALUES (5, {id}, 'success', {sent}, {sent}, {sent})"
        ),
        format!(
            "UPDATE notifications SET status = 'sent', updated_at = {sent} WHERE user_id = {id}"
        ),
        format!(
            "INSERT INTO campaigns (id, slug, name, is_active, created_at, updated_at) VALUES (3, 'c', 'Лето', 1, {sent}, {sent})"
        ),
        format!(
            "INSERT INTO campaign_users (campaign_id, user_id, is_new_user, joined_at, created_at, updated_at) \
             VALUES (3, {id}, 1, {}, {sent}, {sent})",
            world.time(at(0) + Duration::milliseconds(500)),
        ),
    ] {
        world.execute(&sql).await;
    }
    let page = |page, per_page| PageRequest { page, per_page };
    let timeline = async |request| world.store.users.timeline(id, request, at(9)).await.unwrap();
    let all = timeline(page(1, 100)).await;
    let kind = |event: &TimelineEvent| match event {
        TimelineEvent::Joined => "joined",
        TimelineEvent::JoinedCampaign { name, .. } => {
            assert_eq!(name, "Лето");
            "campaign"
        }
        TimelineEvent::CodeIssued(code) => {
            assert_eq!(code.is_usable, code.discount_id == used.id, "the other one was withdrawn");
            "issued"
        }
        TimelineEvent::CodeRevoked { reason, .. } => {
            assert_eq!(reason.as_deref(), Some("зря"));
            "revoked"
        }
        TimelineEvent::Redeemed { code, .. } => {
            assert_eq!(code.code, used.code.to_string());
            "redeemed"
        }
        TimelineEvent::Undone { reason, .. } => {
            assert_eq!(reason.as_deref(), Some("ошибка"));
            "undone"
        }
        TimelineEvent::Ordered { amount, is_undone, .. } => {
            assert_eq!((*amount, *is_undone), (roubles(100), true));
            "order"
        }
        TimelineEvent::BroadcastSent { title, .. } => {
            assert_eq!(title, "Весна");
            "broadcast"
        }
        TimelineEvent::NoticeSent { .. } => "notice",
    };
    let kinds: Vec<_> = all.items.iter().map(|entry| kind(&entry.event)).collect();
    assert_eq!(
        kinds,
        [
            "notice",
            "notice",
            "broadcast",
            "revoked",
            "undone",
            "redeemed",
            "order",
            "campaign",
            "issued",
            "issued",
            "joined",
        ]
    );
    assert_eq!(all.total, 11);
    assert!(all.items.windows(2).all(|pair| pair[0].at >= pair[1].at));
    let mut joined = Vec::new();
    for number in 1..=4 {
        joined.extend(timeline(page(number, 3)).await.items);
    }
    assert_eq!(joined, all.items);
    assert_eq!(
        world.store.users.timeline(ClientId(999), page(1, 3), at(9)).await.unwrap().total,
        0
    );
}
