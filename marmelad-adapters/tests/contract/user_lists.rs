//! Lists of clients: random filters, sorts and pages, beside the same in memory.

use std::collections::BTreeSet;

use chrono::{Datelike, Duration};
use marmelad_core::clients::{TestUsers, UserFilter, UserList, UserSort, UserSortKey};
use marmelad_core::kernel::{ClientId, EXACT_TOTAL, Moment, Page, PageRequest, local_day};
use marmelad_core::people::{Gender, User, age_on, fold_words};
use marmelad_core::segments::{SegmentSubject, testing};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::world::{World, ZONE, at, or_null};

contract!(random_lists_are_what_they_would_be_in_memory, a_great_total_is_a_little_old,);

const CLIENTS: usize = 150;
const LISTS: usize = 120;

/// Prefixes of each other, two alphabets, ё, and digits that look like the end of a phone.
const NAMES: &[&str] =
    &["Анна", "Аня", "Ёлкина", "Елкин", "Anna", "Борис", "O'Нил", "4567", "Ли", "anna_42"];

struct Client {
    id: i64,
    subject: SegmentSubject,
    names: Vec<&'static str>,
    phone: Option<String>,
    is_test: bool,
    is_blocked: bool,
}

fn some<T: std::fmt::Debug>(runner: &mut TestRunner, strategy: impl Strategy<Value = T>) -> T {
    strategy.new_tree(runner).unwrap().current()
}

impl World {
    async fn people(&self, runner: &mut TestRunner) -> Vec<Client> {
        self.insert_campaigns().await;
        let mut clients = Vec::new();
        for id in 1..=i64::try_from(CLIENTS).unwrap() {
            let mut subject = some(runner, testing::subjects());
            let tags: BTreeSet<_> = subject.tags.iter().map(|tag| tag.trim().to_owned()).collect();
            subject.tags = tags.into_iter().collect();
            let client = Client {
                id,
                names: some(runner, prop::sample::subsequence(NAMES, 0..3)),
                phone: subject
                    .has_phone
                    .then(|| format!("7900{:07}", some(runner, 0_u32..3) * 1_111_111 + 1234)),
                is_test: some(runner, prop::bool::weighted(0.2)),
                is_blocked: some(runner, any::<bool>()),
                subject,
            };
            self.insert(id, &client.subject).await;
            self.complete(&client).await;
            clients.push(client);
        }
        clients
    }

    /// What [`World::insert`] leaves out.
    async fn complete(&self, client: &Client) {
        let id = client.id;
        let at = self.time(client.subject.created_at);
        let name = self.quoted(&client.names.join(" "));
        let reversed = |digits: &String| digits.chars().rev().collect::<String>();
        let quoted = |text: String| format!("'{text}'");
        let digits = or_null(client.phone.clone().map(quoted));
        let reversed = or_null(client.phone.as_ref().map(reversed).map(quoted));
        self.execute(&format!(
            "UPDATE users SET display_name = {name}, phone_digits = {digits}, phone_reversed = {reversed}, \
             is_test = {}, is_blocked = {} WHERE id = {id}",
            i64::from(client.is_test),
            i64::from(client.is_blocked),
        ))
        .await;
        let terms = client.terms().into_iter().map(|term| ("user_search_terms", "term", term));
        let tags = client.subject.tags.iter().map(|tag| ("user_tags", "tag", tag.clone()));
        for (table, column, word) in terms.chain(tags) {
            let word = self.quoted(&word);
            self.execute(&format!(
                "INSERT INTO {table} (user_id, {column}, created_at) VALUES ({id}, {word}, {at})"
            ))
            .await;
        }
    }

    async fn listed(
        &self,
        filter: &UserFilter,
        sort: UserSort,
        page: PageRequest,
        moment: Moment,
    ) -> Page<User> {
        let list = UserList { filter: filter.clone(), sort, page, moment };
        self.users.list(list).await.unwrap()
    }
}

impl Client {
    fn terms(&self) -> BTreeSet<String> {
        self.names.iter().flat_map(|name| fold_words(name)).collect()
    }

    fn is_meant(&self, filter: &UserFilter, moment: &Moment) -> bool {
        let subject = &self.subject;
        let age = subject.birthday.map(|day| age_on(day, local_day(moment.now, moment.zone)));
        let age_is = |test: &dyn Fn(u32) -> bool| age.is_some_and(test);
        filter.search.as_deref().is_none_or(|text| self.is_found(text))
            && filter.test.flag().is_none_or(|flag| self.is_test == flag)
            && filter.is_subscribed.is_none_or(|flag| subject.is_subscribed == flag)
            && filter.is_blocked.is_none_or(|flag| self.is_blocked == flag)
            && filter.gender.is_none_or(|gender| subject.gender == gender)
            && filter.age_from.is_none_or(|from| age_is(&|age| age >= u32::from(from)))
            && filter.age_to.is_none_or(|to| age_is(&|age| age <= u32::from(to)))
            && filter.birthday_month.is_none_or(|month| {
                subject.birthday.is_some_and(|day| day.month() == u32::from(month))
            })
            && filter.tag.as_ref().is_none_or(|tag| subject.tags.contains(tag))
            && filter.campaign_id.is_none_or(|id| subject.campaign_id == Some(id))
            && filter.created_from.is_none_or(|from| subject.created_at >= from)
            && filter.created_to.is_none_or(|to| subject.created_at <= to)
            && filter.segment.as_ref().is_none_or(|segment| segment.matches(subject, moment))
    }

    fn is_found(&self, text: &str) -> bool {
        let words = if text.chars().any(char::is_alphabetic) {
            fold_words(text)
        } else {
            vec![text.chars().filter(char::is_ascii_digit).collect()]
        };
        words.iter().all(|word| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            let end: String = word.chars().skip(word.len().saturating_sub(10)).collect();
            self.terms().iter().any(|term| term.starts_with(word))
                || (is_number && word.parse() == Ok(self.id))
                || (is_number
                    && word.len() >= 4
                    && self.phone.as_ref().is_some_and(|phone| phone.ends_with(&end)))
        })
    }
}

prop_compose! {
    /// Each part is asked for now and then.
    fn filters()(
        search in rarely(select(vec!["а", "АННА", "елк", "anna 42", "анна ли", "1234", "8 900 111-23-45", "12", "4567", "ъ"])),
        (is_subscribed, is_blocked) in (rarely(any::<bool>()), rarely(any::<bool>())),
        gender in rarely(select(Gender::ALL)),
        (age_from, age_to) in (rarely(0_u16..30), rarely(15_u16..40)),
        birthday_month in rarely(1_u8..13),
        tag in rarely(select(vec!["vip", "VIP", "вип", "еж", "a\"b", "a\\b", "🍬", "nobody"])),
        campaign_id in rarely(1..=testing::CAMPAIGNS),
        segment in option::weighted(0.15, testing::filters()),
        (from, to) in (rarely(0_i64..9), rarely(0_i64..9)),
        test in select(TestUsers::ALL),
    ) -> UserFilter {
        let day = |days: i64| at(0) - Duration::days(days);
        UserFilter {
            search: search.map(str::to_owned),
            ignores_phones: false,
            is_subscribed,
            gender,
            age_from,
            age_to,
            birthday_month,
            tag: tag.map(str::to_owned),
            campaign_id: campaign_id.map(Into::into),
            segment,
            is_blocked,
            created_from: from.map(day),
            created_to: to.map(day),
            test,
        }
    }
}

fn rarely<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    option::weighted(0.12, strategy)
}

fn sorts() -> impl Strategy<Value = UserSort> {
    (select(UserSortKey::ALL), any::<bool>())
        .prop_map(|(by, is_descending)| UserSort { by, is_descending })
}

async fn random_lists_are_what_they_would_be_in_memory(world: World) {
    let mut runner = TestRunner::default();
    let clients = world.people(&mut runner).await;
    // The database's order of names.
    let by_name = world.raw.ints("SELECT id FROM users ORDER BY display_name, id").await;
    let mut meant = 0;
    for _ in 0..LISTS {
        let (filter, sort) = some(&mut runner, (filters(), sorts()));
        let moment = some(&mut runner, testing::moments());
        let per_page = some(&mut runner, 7_u32..60);
        let mut expected: Vec<_> =
            clients.iter().filter(|client| client.is_meant(&filter, &moment)).collect();
        expected.sort_by_key(|client| match sort.by {
            UserSortKey::Id => (None, 0, client.id),
            UserSortKey::CreatedAt => (Some(client.subject.created_at), 0, client.id),
            UserSortKey::LastSeenAt => (client.subject.last_seen_at, 0, client.id),
            UserSortKey::DisplayName => {
                (None, by_name.iter().position(|id| *id == client.id).unwrap(), client.id)
            }
        });
        if sort.is_descending {
            expected.reverse();
        }
        let expected: Vec<_> = expected.iter().map(|client| client.id).collect();
        meant += expected.len();

        let mut joined = Vec::new();
        for page in 1.. {
            let page = world.listed(&filter, sort, PageRequest { page, per_page }, moment).await;
            assert_eq!(page.total, expected.len() as u64, "{filter:?}");
            if page.items.is_empty() {
                break;
            }
            joined.extend(page.items.iter().map(|user| user.id.0));
        }
        assert_eq!(joined, expected, "{filter:?} {sort:?} {per_page}");
        assert_eq!(world.taken(&filter, moment, per_page).await, sorted(expected), "{filter:?}");
    }
    // Filters that mean nobody or everybody would prove little.
    let share = meant * 100 / (LISTS * CLIENTS);
    assert!((5..=90).contains(&share), "{share} %");
}

fn sorted(mut ids: Vec<i64>) -> Vec<i64> {
    ids.sort_unstable();
    ids
}

impl World {
    /// All of a filter's clients in portions, as many as are counted.
    async fn taken(&self, filter: &UserFilter, moment: Moment, portion: u32) -> Vec<i64> {
        let users = &self.users;
        let mut taken: Vec<i64> = Vec::new();
        loop {
            let after = taken.last().copied().map(ClientId);
            let more = users.portion(filter, moment, after, portion).await.unwrap();
            if more.is_empty() {
                break;
            }
            taken.extend(more.iter().map(|user| user.id.0));
        }
        let count = users.count(filter, moment).await.unwrap();
        assert_eq!(count, taken.len() as u64, "{filter:?}");
        taken
    }

    /// Adds this many more clients, each with a tag.
    async fn crowd(&self, from: i64, count: i64) {
        let at = self.time(at(0));
        for first in (from..from + count).step_by(1_000) {
            let ids = first..(from + count).min(first + 1_000);
            let user = |id| format!("({id}, {id}, 'Анна', 'unknown', '[\"vip\"]', 0, {at}, {at})");
            let users: Vec<_> = ids.clone().map(user).collect();
            self.execute(&format!(
                "INSERT INTO users (id, telegram_id, display_name, gender, tags, is_test, created_at, updated_at) VALUES {}",
                users.join(", ")
            ))
            .await;
            self.execute(&format!(
                "INSERT INTO user_tags (user_id, tag, created_at) SELECT id, 'vip', {at} FROM users \
                 WHERE id >= {} AND id < {}",
                ids.start, ids.end
            ))
            .await;
        }
    }
}

/// Exact to the last row up to ten thousand; beyond that counted anew after five seconds at the latest.
async fn a_great_total_is_a_little_old(world: World) {
    let exact = i64::try_from(EXACT_TOTAL).unwrap();
    let everybody = UserFilter::default();
    let vips = UserFilter { tag: Some("vip".into()), ..UserFilter::default() };
    let total = async |filter: &UserFilter, millis: i64| {
        let (now, zone) = (at(millis), ZONE);
        let page = PageRequest { page: 2, per_page: 3 };
        let page = world.listed(filter, UserSort::default(), page, Moment { now, zone }).await;
        assert_eq!(page.items.len(), 3);
        (page.total, page.is_total_exact())
    };
    world.crowd(1, exact).await;
    assert_eq!(total(&everybody, 0).await, (10_000, true));
    assert_eq!(total(&vips, 0).await, (10_000, true));
    world.crowd(exact + 1, exact + 2).await;
    assert_eq!(total(&everybody, 0).await, (20_002, false));
    assert_eq!(total(&vips, 0).await, (20_002, false));
    world.crowd(2 * exact + 3, 1).await;
    assert_eq!(total(&everybody, 1_999).await, (20_002, false), "remembered");
    assert_eq!(total(&vips, 5_000).await, (20_003, false), "too old");
    assert_eq!(total(&everybody, 2_000).await, (20_003, false), "renewed in time");
    world.crowd(2 * exact + 4, 1).await;
    assert_eq!(total(&everybody, -9_000).await, (20_004, false), "a clock that was set back");
    // Whoever falls below the limit is exact again at once.
    world.execute("UPDATE users SET is_test = 1 WHERE id > 15000").await;
    assert_eq!(total(&everybody, 9_000).await, (15_000, false));
    world.execute("UPDATE users SET is_test = 1 WHERE id > 9000").await;
    assert_eq!(total(&everybody, 9_000).await, (9_000, true));
}
