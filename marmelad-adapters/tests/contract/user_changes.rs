//! What staff do with clients: changes, tags, imports, and what happened with them.

use chrono::NaiveDate;
use marmelad_core::clients::{
    EditClient, EditUser, ImportUsers, Imported, ImportedUser, TagChange, TagUsers, TaggedUsers,
    TestUsers, TimelineEvent, UserEdit, UserFilter,
};
use marmelad_core::kernel::{ClientId, Moment, PageRequest, TelegramId};
use marmelad_core::people::{Gender, User};

use crate::scene::{entry, operator, sale};
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

fn tagging(ids: &[ClientId], add: &[&str], remove: &[&str]) -> TagUsers {
    TagUsers {
        ids: ids.to_vec(),
        change: TagChange { add: words(add), remove: words(remove) },
        now: at(1),
        audit: Some(entry("tag_users")),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn named(name: Option<&str>) -> UserEdit {
    UserEdit { display_name: Some(name.map(str::to_owned)), ..UserEdit::default() }
}

impl World {
    async fn edited(&self, id: ClientId, change: UserEdit) -> User {
        match self.users.edit(edit(id, change)).await.unwrap() {
            EditClient::Saved(user) => *user,
            other => panic!("{other:?}"),
        }
    }

    async fn found(&self, filter: UserFilter) -> Vec<i64> {
        let moment = Moment { now: at(0), zone: ZONE };
        let found = self.users.portion(&filter, moment, None, 100).await.unwrap();
        found.iter().map(|user| user.telegram_id.0).collect()
    }

    async fn searched(&self, text: &str) -> Vec<i64> {
        let search = Some(text.into());
        self.found(UserFilter { search, test: TestUsers::Any, ..UserFilter::default() }).await
    }

    async fn tagged(&self, tag: &str) -> Vec<i64> {
        self.found(UserFilter { tag: Some(tag.into()), ..UserFilter::default() }).await
    }
}

async fn an_edit_changes_what_it_names_and_all_that_follows(world: World) {
    let id = world.user(7).await.id;
    let day = NaiveDate::from_ymd_opt(2000, 2, 29);
    let change = UserEdit {
        phone: Some(Some("+79001234567".parse().unwrap())),
        gender: Some(Gender::Female),
        birthday: Some(day),
        tags: Some(words(&["vip", "весна"])),
        ..named(Some("Анна из кафе"))
    };
    let user = world.edited(id, change).await;
    assert_eq!(world.find_user(id).await, user);
    assert_eq!((user.birthday, user.birthday_changed_at), (day, Some(at(7))));
    assert_eq!(world.texts("SELECT birthday_md FROM users").await, ["0229"]);
    for text in ["кафе", "4567", "анна", "7"] {
        assert_eq!(world.searched(text).await, [7], "{text}");
    }
    assert_eq!(world.tagged("весна").await, [7]);

    let nothing =
        UserEdit { phone: Some(None), birthday: Some(None), tags: Some(Vec::new()), ..named(None) };
    let user = world.edited(id, nothing).await;
    assert_eq!(user.display_name, "Анна");
    assert_eq!((user.phone, user.birthday, user.gender), (None, None, Gender::Female));
    for text in ["кафе", "4567"] {
        assert_eq!(world.searched(text).await, [0; 0], "{text}");
    }
    assert_eq!(world.tagged("весна").await, [0; 0]);
    let payloads = world.texts("SELECT payload FROM audit_logs WHERE action = 'update_user'").await;
    assert_eq!(payloads.len(), 2);
    let is_personal = |text: &String| text.contains("кафе") || text.contains("9001234567");
    assert!(!payloads.iter().any(is_personal), "{payloads:?}");
}

async fn an_edit_of_nothing_writes_nothing(world: World) {
    let user = world.user(7).await;
    let same = UserEdit { tags: Some(Vec::new()), ..named(Some("Анна")) };
    assert_eq!(world.edited(user.id, same).await, user);
    assert_eq!(world.audited("update_user").await, 0);
}

async fn a_name_by_staff_outlives_a_contact(world: World) {
    let id = world.user(7).await.id;
    world.edited(id, named(Some("Анна из кафе"))).await;
    assert_eq!(world.contact(profile(7, "Анюта")).await.display_name, "Анна из кафе");
    assert_eq!(world.searched("анюта кафе").await, [7]);
    assert_eq!(world.edited(id, named(None)).await.display_name, "Анюта");
}

async fn discounts_and_purchases_become_test_ones_with_the_client(world: World) {
    let discount = world.held(7, 0).await;
    world.redeemed(sale(&discount.code, operator(), 100, at(1))).await;
    for is_test in [true, false] {
        let change = UserEdit { is_test: Some(is_test), ..UserEdit::default() };
        assert_eq!(world.edited(discount.user_id, change).await.is_test, is_test);
        for table in ["users", "discounts", "orders"] {
            let tests = world.count(&format!("{table} WHERE is_test = 1")).await;
            assert_eq!(tests, i64::from(is_test), "{table}");
        }
    }
}

async fn who_is_gone_is_not_edited(world: World) {
    let id = world.user(7).await.id;
    let tagged = UserEdit { tags: Some(words(&["vip"])), ..UserEdit::default() };
    world.edited(id, tagged.clone()).await;
    world.erased(id).await;
    assert_eq!(world.count("user_tags").await, 0);
    let users = &world.users;
    for (id, outcome) in [(id, EditClient::Anonymized), (ClientId(999), EditClient::NotFound)] {
        assert_eq!(users.edit(edit(id, tagged.clone())).await.unwrap(), outcome);
    }
    let gone = tagging(&[id, ClientId(999)], &["vip"], &[]);
    assert_eq!(users.tag(gone).await.unwrap(), TaggedUsers::default());
}

/// Each adds a tag of its own by a change of tags, which the store works out under the client's lock.
async fn edits_at_once_lose_nothing(world: World) {
    let id = world.user(7).await.id;
    world
        .race(|world, number| async move {
            let command = tagging(&[id], &[&format!("tag{number}")], &[]);
            assert_eq!(world.users.tag(command).await.unwrap().changed, 1);
        })
        .await;
    assert_eq!(world.find_user(id).await.tags.len(), RACERS);
    assert_eq!((world.count("user_tags").await, world.audited("tag_users").await), (20, 20));
}

async fn tags_are_added_and_taken_away_and_found(world: World) {
    let ids = world.clients(3).await;
    let tag = async |ids: &[ClientId], add: &[&str], remove: &[&str]| {
        world.users.tag(tagging(ids, add, remove)).await.unwrap()
    };
    let done = |found, changed, full| TaggedUsers { found, changed, full };
    assert_eq!(tag(&ids, &["vip", "VIP"], &[]).await, done(3, 3, 0));
    assert_eq!(tag(&ids[..1], &["весна"], &["vip"]).await, done(1, 1, 0));
    assert_eq!(tag(&ids, &["VIP"], &["nobody's"]).await, done(3, 0, 0));
    assert_eq!(world.tagged("vip").await, [1001, 1002]);
    assert_eq!(world.tagged("VIP").await, [1000, 1001, 1002]);
    assert_eq!(world.tagged("весна").await, [1000]);
    assert_eq!(world.find_user(ids[0]).await.tags, ["VIP", "весна"]);
    assert_eq!(world.audited("tag_users").await, 2, "nothing is written about no change");

    let many: Vec<String> = (0..50).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(tag(&ids[1..2], &many, &[]).await, done(1, 0, 1));
    assert_eq!(tag(&[], &["vip"], &[]).await, done(0, 0, 0));
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

fn file(users: &[ImportedUser]) -> ImportUsers {
    let audit = Some(entry("import_users"));
    ImportUsers { users: users.to_vec(), is_dry_run: false, now: at(5), audit }
}

async fn a_file_adds_and_changes_and_adds_nothing_twice(world: World) {
    world.user(2).await;
    let users = [imported(3, "Вера"), imported(2, "Борис"), imported(1, "Анна")];
    let import = async |command| world.users.import(command).await.unwrap();
    let became = import(file(&users)).await;
    assert_eq!(became, [Imported::Created, Imported::Updated, Imported::Created]);
    assert_eq!(world.tagged("import").await.len(), 3);
    assert_eq!(world.searched("борис").await, [2]);
    assert_eq!(world.searched("9000000003").await, [3]);
    let new = world.users.find_by_telegram_id(TelegramId(3)).await.unwrap().unwrap();
    assert_eq!((new.display_name.as_str(), new.last_seen_at), ("Вера", None));
    assert_eq!((new.created_at, new.birthday_changed_at), (at(5), Some(at(5))));

    let later = ImportUsers { now: at(99), ..file(&users) };
    assert_eq!(import(later).await, [Imported::Unchanged; 3]);
    assert_eq!(world.audited("import_users").await, 1);
    let seen = world.user(3).await;
    assert_eq!((seen.id, seen.tags), (new.id, words(&["import"])));
    assert_eq!(import(file(&[])).await, []);
}

async fn a_dry_run_keeps_nothing(world: World) {
    let before = world.user(2).await;
    let users = [imported(1, "Анна"), imported(2, "Борис")];
    let command = ImportUsers { is_dry_run: true, ..file(&users) };
    let became = world.users.import(command).await.unwrap();
    assert_eq!(became, [Imported::Created, Imported::Updated]);
    assert_eq!(world.find_user(before.id).await, before);
    assert_eq!((world.count("users").await, world.count("user_tags").await), (1, 0));
    assert_eq!(world.audited("import_users").await, 0);
}

async fn imports_at_once_add_everybody_once(world: World) {
    let became = world
        .race(|world, _| async move {
            let users: Vec<_> = (1..=5).map(|id| imported(id, "Анна")).collect();
            world.users.import(file(&users)).await.unwrap()
        })
        .await
        .concat();
    assert_eq!(matching!(became, Imported::Created), 5);
    assert_eq!((world.count("users").await, world.count("user_tags").await), (5, 5));
    assert_eq!(world.audited("import_users").await, 1);
}

/// An event in one line, with what the store reads for it.
fn line(event: &TimelineEvent) -> String {
    match event {
        TimelineEvent::Joined => "joined".into(),
        TimelineEvent::JoinedCampaign { name, .. } => format!("campaign {name}"),
        TimelineEvent::CodeIssued(code) => format!("{} usable: {}", code.code, code.is_usable),
        TimelineEvent::CodeRevoked { reason, .. } => format!("revoked {reason:?}"),
        TimelineEvent::Redeemed { code, .. } => format!("redeemed {}", code.code),
        TimelineEvent::Undone { reason, .. } => format!("undone {reason:?}"),
        TimelineEvent::Ordered { amount, is_undone, .. } => format!("{amount} {is_undone}"),
        TimelineEvent::BroadcastSent { title, .. } => format!("broadcast {title}"),
        TimelineEvent::NoticeSent { .. } => "notice".into(),
    }
}

async fn everything_that_happened_is_told_newest_first(world: World) {
    let id = world.user(7).await.id;
    world.user(8).await;
    let (kept, used) = (world.single(id, 0).await, world.single(id, 1).await);
    world.redeemed(sale(&used.code, operator(), 100, at(1_000))).await;
    world.undone(&used.code, at(2_000)).await;
    let (joined, sent) = (world.time(at(500)), world.time(at(3_000)));
    let revoked = format!("discounts SET revoked_at = {sent}, revoke_reason = 'зря'");
    world.set(&revoked, kept.id).await;
    for sql in [
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
            "INSERT INTO campaigns (id, slug, name, is_active, created_at, updated_at) \
             VALUES (3, 'c', 'Лето', 1, {sent}, {sent})"
        ),
        format!(
            "INSERT INTO campaign_users (campaign_id, user_id, is_new_user, joined_at, created_at, updated_at) \
             VALUES (3, {id}, 1, {joined}, {sent}, {sent})"
        ),
    ] {
        world.execute(&sql).await;
    }
    let timeline = async |id, page, per_page| {
        let request = PageRequest { page, per_page };
        world.users.timeline(id, request, at(9)).await.unwrap()
    };
    let all = timeline(id, 1, 100).await;
    let lines: Vec<_> = all.items.iter().map(|entry| line(&entry.event)).collect();
    let expected = [
        "notice",
        "notice",
        "broadcast Весна",
        "revoked Some(\"зря\")",
        "undone Some(\"ошибка\")",
        &format!("redeemed {}", used.code),
        "100.00 true",
        "campaign Лето",
        &format!("{} usable: true", used.code),
        &format!("{} usable: false", kept.code),
        "joined",
    ];
    assert_eq!(lines, expected);
    assert_eq!(all.total, 11);
    assert!(all.items.is_sorted_by(|newer, older| newer.at >= older.at));
    let mut joined = Vec::new();
    for page in 1..=4 {
        joined.extend(timeline(id, page, 3).await.items);
    }
    assert_eq!(joined, all.items);
    assert_eq!(timeline(ClientId(999), 1, 3).await.total, 0);
}
