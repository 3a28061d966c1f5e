//! Tags for many clients at a time.

use crate::App;
use crate::domain::audit::AuditEntry;
use crate::domain::ids::UserId;
use crate::domain::segment::Moment;
use crate::domain::tag::TagChange;
use crate::domain::user_list::UserFilter;
use crate::ports::{PortError, TagUsers};
use crate::usecases::{Actor, ClientQuery, InvalidField};

use super::edit::checked_tags;

/// So many clients are changed by one transaction.
const AT_ONCE: u32 = 500;

/// So many clients can be named one by one.
pub const MAX_BULK_IDS: usize = 10_000;

/// So many tags can be added, and so many taken away, at a time.
pub const MAX_BULK_TAGS: usize = 20;

/// Whose tags change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkTarget {
    /// These; at most 10 000.
    Ids(Vec<UserId>),
    /// All whom a list would show.
    Matching(Box<ClientQuery>),
}

/// Tags as somebody writes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkTags {
    /// Whose.
    pub target: BulkTarget,
    /// At most 20.
    pub add: Vec<String>,
    /// At most 20.
    pub remove: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkTagged {
    /// Done.
    Done(BulkCount),
    /// What breaks a rule; nothing was changed.
    Invalid(Vec<InvalidField>),
}

/// How many clients were meant and changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BulkCount {
    /// Who is there; anonymised ones are not.
    pub count: u64,
    /// Whose tags are others now.
    pub changed: u64,
    /// Who would have too many tags and keeps the old ones.
    pub full: u64,
}

impl App {
    /// Adds and takes away tags, some hundred clients at a time: a fault in the middle leaves the first ones changed,
    /// and doing it again finishes it. One audit entry is written for the whole, with the first change.
    pub async fn tag_clients(
        &self,
        input: BulkTags,
        actor: &Actor,
    ) -> Result<BulkTagged, PortError> {
        let change = match checked(&input) {
            Ok(change) => change,
            Err(errors) => return Ok(BulkTagged::Invalid(errors)),
        };
        let audit = actor
            .audit("tag_users", "user")
            .field("add_tags", None, Some(&change.add))
            .field("remove_tags", None, Some(&change.remove));
        let moment = self.moment();
        let mut run = Run {
            app: self,
            change,
            moment,
            audit: None,
            done: BulkCount::default(),
        };
        match input.target {
            BulkTarget::Ids(mut ids) => {
                ids.sort_unstable();
                ids.dedup();
                run.audit = Some(audit.field("clients", None, Some(ids.len())));
                for part in ids.chunks(AT_ONCE as usize) {
                    run.tag(part.to_vec()).await?;
                }
            }
            BulkTarget::Matching(query) => {
                let filter = self.client_filter(*query.clone()).await?;
                let clients = self.ports.users.count(&filter, moment).await?;
                let audit = query.describe(audit).field("clients", None, Some(clients));
                run.audit = Some(audit);
                run.tag_matching(&filter).await?;
            }
        }
        Ok(BulkTagged::Done(run.done))
    }
}

struct Run<'a> {
    app: &'a App,
    change: TagChange,
    moment: Moment,
    /// Until it is written.
    audit: Option<AuditEntry>,
    done: BulkCount,
}

impl Run<'_> {
    async fn tag_matching(&mut self, filter: &UserFilter) -> Result<(), PortError> {
        let mut after = None;
        loop {
            let users = &self.app.ports.users;
            let part = users.portion(filter, self.moment, after, AT_ONCE).await?;
            let ids: Vec<UserId> = part.iter().map(|user| user.id).collect();
            after = ids.last().copied();
            if after.is_none() {
                return Ok(());
            }
            self.tag(ids).await?;
        }
    }

    async fn tag(&mut self, ids: Vec<UserId>) -> Result<(), PortError> {
        let command = TagUsers {
            ids,
            change: self.change.clone(),
            now: self.moment.now,
            audit: self.audit.clone(),
        };
        let tagged = self.app.ports.users.tag(command).await?;
        if tagged.changed > 0 {
            self.audit = None;
        }
        self.done.count += tagged.found;
        self.done.changed += tagged.changed;
        self.done.full += tagged.full;
        Ok(())
    }
}

fn checked(input: &BulkTags) -> Result<TagChange, Vec<InvalidField>> {
    let mut errors = Vec::new();
    let change = TagChange {
        add: checked_tags("/add_tags", &input.add, MAX_BULK_TAGS, &mut errors),
        remove: checked_tags("/remove_tags", &input.remove, MAX_BULK_TAGS, &mut errors),
    };
    if errors.is_empty() && change == TagChange::default() {
        let why = "give `add_tags`, `remove_tags` or both";
        errors.push(InvalidField::new("/add_tags", "missing", why));
    }
    if let BulkTarget::Ids(ids) = &input.target
        && ids.len() > MAX_BULK_IDS
    {
        let why = format!("at most {MAX_BULK_IDS} ids; use `filter` for more");
        errors.push(InvalidField::new("/ids", "too_many", why));
    }
    if errors.is_empty() {
        Ok(change)
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::ports::{MockUserRepo, Ports, TaggedUsers};
    use crate::usecases::testing::{NOW, app_at, client};

    fn input(target: BulkTarget) -> BulkTags {
        BulkTags {
            target,
            add: vec![" vip ".into()],
            remove: vec!["old".into()],
        }
    }

    fn app(users: MockUserRepo) -> App {
        let ports = Ports {
            users: Arc::new(users),
            ..Ports::mocked()
        };
        app_at(NOW, ports)
    }

    /// Counts calls with an audit entry; a call with an odd number of clients changes them.
    fn users(audited: &Arc<Mutex<Vec<bool>>>) -> MockUserRepo {
        let audited = Arc::clone(audited);
        let mut users = MockUserRepo::new();
        users.expect_tag().returning(move |command| {
            assert_eq!(command.change.add, ["vip"]);
            audited.lock().unwrap().push(command.audit.is_some());
            let found = command.ids.len() as u64;
            let changed = if found % 2 == 1 { found } else { 0 };
            Ok(TaggedUsers {
                found,
                changed,
                full: 0,
            })
        });
        users
    }

    #[tokio::test]
    async fn many_ids_are_worked_through_in_portions_with_one_audit_entry() {
        let audited = Arc::default();
        let ids = (1..=1_001).rev().chain([1, 2]).map(UserId).collect();
        let done = app(users(&audited))
            .tag_clients(input(BulkTarget::Ids(ids)), &Actor::Cli)
            .await
            .unwrap();
        let BulkTagged::Done(count) = done else {
            panic!("{done:?}")
        };
        assert_eq!((count.count, count.changed), (1_001, 1));
        // The first two portions changed nobody, so there was nothing to write down.
        assert_eq!(*audited.lock().unwrap(), [true, true, true]);
    }

    #[tokio::test]
    async fn all_of_a_list_are_worked_through() {
        let audited = Arc::default();
        let mut users = users(&audited);
        users.expect_count().returning(|_, _| Ok(2));
        users.expect_portion().returning(|filter, _, after, _| {
            assert_eq!(filter.tag.as_deref(), Some("new"));
            let next = after.map_or(1, |id| id.0 + 1);
            let mut user = client();
            user.id = UserId(next);
            Ok(if next > 2 { Vec::new() } else { vec![user] })
        });
        let query = ClientQuery {
            filter: UserFilter {
                tag: Some("new".into()),
                ..UserFilter::default()
            },
            segment_id: None,
        };
        let target = BulkTarget::Matching(Box::new(query));
        let done = app(users)
            .tag_clients(input(target), &Actor::Cli)
            .await
            .unwrap();
        let BulkTagged::Done(count) = done else {
            panic!("{done:?}")
        };
        assert_eq!((count.count, count.changed), (2, 2));
        assert_eq!(*audited.lock().unwrap(), [true, false]);
    }

    #[tokio::test]
    async fn nonsense_is_refused() {
        let app = app(MockUserRepo::new());
        let nothing = BulkTags {
            target: BulkTarget::Ids(vec![UserId(1)]),
            add: Vec::new(),
            remove: Vec::new(),
        };
        let too_many = input(BulkTarget::Ids((0..10_001).map(UserId).collect()));
        let no_tag = BulkTags {
            add: vec![String::new()],
            ..input(BulkTarget::Ids(Vec::new()))
        };
        for (input, path, code) in [
            (nothing, "/add_tags", "missing"),
            (too_many, "/ids", "too_many"),
            (no_tag, "/add_tags", "not_a_tag"),
        ] {
            let BulkTagged::Invalid(errors) = app.clients.tag(input, &Actor::Cli).await.unwrap()
            else {
                panic!("{code}");
            };
            assert_eq!((errors[0].path, errors[0].code), (path, code));
        }
    }
}
