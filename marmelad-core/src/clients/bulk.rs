//! Adds and removes tags of many clients in one request.

use crate::audit::{Actor, AuditEntry};
use crate::kernel::{ClientId, Moment, PortError};

use crate::clients::{
    ClientQuery, ClientService, InvalidField, TagChange, TagUsers, TaggedUsers, UserFilter,
    UserRepo, checked_tags,
};

/// Clients changed per transaction.
const AT_ONCE: u32 = 500;

/// Maximum number of clients given by id.
pub const MAX_BULK_IDS: usize = 10_000;

/// Maximum number of tags to add, and of tags to remove.
pub const MAX_BULK_TAGS: usize = 20;

/// The clients whose tags change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkTarget {
    /// Up to 10 000 clients by id.
    Ids(Vec<ClientId>),
    /// All clients that match a list's filter.
    Matching(Box<ClientQuery>),
}

/// A change of tags as staff enter it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkTags {
    pub target: BulkTarget,
    pub add: Vec<String>,
    pub remove: Vec<String>,
}

/// Result of changing tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkTagged {
    Done(TaggedUsers),
    /// The broken rules; nothing was changed.
    Invalid(Vec<InvalidField>),
}

impl ClientService {
    /// Adds and removes tags, some hundred clients per transaction. After a fault the first clients stay
    /// changed; repeating the request completes the change. Writes one audit entry, with the first change.
    pub async fn tag(&self, input: BulkTags, actor: &Actor) -> Result<BulkTagged, PortError> {
        let change = match checked(&input) {
            Ok(change) => change,
            Err(errors) => return Ok(BulkTagged::Invalid(errors)),
        };
        let audit = actor
            .audit("tag_users", "user")
            .field("add_tags", None, Some(&change.add))
            .field("remove_tags", None, Some(&change.remove));
        let moment = self.context.moment();
        let mut run =
            Run { users: &*self.users, change, moment, audit: None, done: TaggedUsers::default() };
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
                let clients = self.users.count(&filter, moment).await?;
                let audit = query.describe(audit).field("clients", None, Some(clients));
                run.audit = Some(audit);
                run.tag_matching(&filter).await?;
            }
        }
        Ok(BulkTagged::Done(run.done))
    }
}

struct Run<'a> {
    users: &'a dyn UserRepo,
    change: TagChange,
    moment: Moment,
    /// Passed on until a transaction with a change has written the entry.
    audit: Option<AuditEntry>,
    done: TaggedUsers,
}

impl Run<'_> {
    async fn tag_matching(&mut self, filter: &UserFilter) -> Result<(), PortError> {
        let mut after = None;
        loop {
            let users = self.users;
            let part = users.portion(filter, self.moment, after, AT_ONCE).await?;
            let ids: Vec<ClientId> = part.iter().map(|user| user.id).collect();
            after = ids.last().copied();
            if after.is_none() {
                return Ok(());
            }
            self.tag(ids).await?;
        }
    }

    async fn tag(&mut self, ids: Vec<ClientId>) -> Result<(), PortError> {
        let command = TagUsers {
            ids,
            change: self.change.clone(),
            now: self.moment.now,
            audit: self.audit.clone(),
        };
        let tagged = self.users.tag(command).await?;
        if tagged.changed > 0 {
            self.audit = None;
        }
        self.done.found += tagged.found;
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
    if errors.is_empty() { Ok(change) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use crate::App;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::Ports;
    use crate::clients::MockUserRepo;
    use crate::testing::{NOW, app_at, client};

    fn input(target: BulkTarget) -> BulkTags {
        BulkTags { target, add: vec![" vip ".into()], remove: vec!["old".into()] }
    }

    fn app(users: MockUserRepo) -> App {
        let ports = Ports { users: Arc::new(users), ..Ports::mocked() };
        app_at(NOW, ports)
    }

    /// A mock that records for each call whether it had an audit entry; a call with an odd number
    /// of clients reports changes.
    fn users(audited: &Arc<Mutex<Vec<bool>>>) -> MockUserRepo {
        let audited = Arc::clone(audited);
        let mut users = MockUserRepo::new();
        users.expect_tag().returning(move |command| {
            assert_eq!(command.change.add, ["vip"]);
            audited.lock().unwrap().push(command.audit.is_some());
            let found = command.ids.len() as u64;
            let changed = if found % 2 == 1 { found } else { 0 };
            Ok(TaggedUsers { found, changed, full: 0 })
        });
        users
    }

    #[tokio::test]
    async fn many_ids_are_changed_in_portions_with_one_audit_entry() {
        let audited = Arc::default();
        let ids = (1..=1_001).rev().chain([1, 2]).map(ClientId).collect();
        let done = app(users(&audited))
            .clients
            .tag(input(BulkTarget::Ids(ids)), &Actor::Cli)
            .await
            .unwrap();
        let BulkTagged::Done(count) = done else { panic!("{done:?}") };
        assert_eq!((count.found, count.changed), (1_001, 1));
        // The first two portions changed no client, so the audit entry was not written yet.
        assert_eq!(*audited.lock().unwrap(), [true, true, true]);
    }

    #[tokio::test]
    async fn all_clients_of_a_list_are_changed() {
        let audited = Arc::default();
        let mut users = users(&audited);
        users.expect_count().returning(|_, _| Ok(2));
        users.expect_portion().returning(|filter, _, after, _| {
            assert_eq!(filter.tag.as_deref(), Some("new"));
            let next = after.map_or(1, |id| id.0 + 1);
            let mut user = client();
            user.id = ClientId(next);
            Ok(if next > 2 { Vec::new() } else { vec![user] })
        });
        let query = ClientQuery {
            filter: UserFilter { tag: Some("new".into()), ..UserFilter::default() },
            segment_id: None,
        };
        let target = BulkTarget::Matching(Box::new(query));
        let done = app(users).clients.tag(input(target), &Actor::Cli).await.unwrap();
        let BulkTagged::Done(count) = done else { panic!("{done:?}") };
        assert_eq!((count.found, count.changed), (2, 2));
        assert_eq!(*audited.lock().unwrap(), [true, false]);
    }

    #[tokio::test]
    async fn invalid_requests_are_refused() {
        let app = app(MockUserRepo::new());
        let nothing = BulkTags {
            target: BulkTarget::Ids(vec![ClientId(1)]),
            add: Vec::new(),
            remove: Vec::new(),
        };
        let too_many = input(BulkTarget::Ids((0..10_001).map(ClientId).collect()));
        let no_tag = BulkTags { add: vec![String::new()], ..input(BulkTarget::Ids(Vec::new())) };
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
