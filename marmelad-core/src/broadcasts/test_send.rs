//! Test sends: a broadcast's message to a few people before its start.

use std::collections::BTreeSet;

use crate::audit::Actor;
use crate::broadcasts::{BroadcastService, Recipient, TestBroadcast};
use crate::delivery::SendError;
use crate::discounts::{DiscountCode, DiscountFacts, draw_codes};
use crate::kernel::{Address, BroadcastId, ClientId, MessageId, PortError, TelegramId};
use crate::people::User;

/// Maximum number of recipients of a test.
pub const MAX_TESTERS: usize = 20;

/// Recipients of a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Testers {
    Users(BTreeSet<ClientId>),
    /// The person who requests the test.
    Caller(TelegramId),
}

/// Result of requesting a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestOutcome {
    /// Queued for this many recipients.
    Queued(u32),
    NotFound,
    /// No recipient, or more than [`MAX_TESTERS`].
    BadCount,
    /// Row ids of clients who do not exist or cannot be reached.
    Unreachable(Vec<i64>),
    /// The broadcast's template issues no codes now.
    NoCodes,
}

impl BroadcastService {
    /// Queues a test of a broadcast in any state. Test recipients do not count as recipients, and
    /// their codes are test codes.
    pub async fn test(
        &self,
        id: BroadcastId,
        testers: Testers,
        actor: &Actor,
    ) -> Result<TestOutcome, PortError> {
        let Some(broadcast) = self.broadcasts.find(id).await? else {
            return Ok(TestOutcome::NotFound);
        };
        let users = match self.testers(testers).await? {
            Ok(users) => users,
            Err(outcome) => return Ok(outcome),
        };
        let template = match broadcast.terms.template_id {
            None => None,
            Some(id) => match self.templates.find(id).await? {
                Some(template) if template.terms.is_active => Some(template),
                _ => return Ok(TestOutcome::NoCodes),
            },
        };
        let count = u32::try_from(users.len()).unwrap_or(u32::MAX);
        let command = TestBroadcast {
            id,
            codes: users.iter().map(|_| draw_codes(&*self.codes)).collect(),
            users,
            template,
            zone: self.context.zone,
            audit: actor.audit("test_broadcast", "broadcast").about(id.0).field(
                "recipients",
                None,
                Some(count),
            ),
            now: self.context.now(),
        };
        self.broadcasts.test(command).await?;
        Ok(TestOutcome::Queued(count))
    }

    async fn testers(&self, testers: Testers) -> Result<Result<Vec<User>, TestOutcome>, PortError> {
        let mut users = Vec::new();
        let mut missing = Vec::new();
        match testers {
            Testers::Users(ids) if ids.is_empty() || ids.len() > MAX_TESTERS => {
                return Ok(Err(TestOutcome::BadCount));
            }
            Testers::Users(ids) => {
                for id in ids {
                    match self.users.find(id).await? {
                        Some(user) if is_reachable(&user) => users.push(user),
                        _ => missing.push(id.0),
                    }
                }
            }
            Testers::Caller(telegram_id) => {
                match self.users.find_by_telegram_id(telegram_id).await? {
                    Some(user) if is_reachable(&user) => users.push(user),
                    _ => missing.push(telegram_id.0),
                }
            }
        }
        Ok(if missing.is_empty() { Ok(users) } else { Err(TestOutcome::Unreachable(missing)) })
    }

    /// Sends a queued test. The broadcast may have changed or been deleted after the request.
    pub(crate) async fn send_test(
        &self,
        broadcast: BroadcastId,
        code: Option<&str>,
        user: Option<ClientId>,
        chat: Address,
    ) -> Result<Result<MessageId, SendError>, PortError> {
        let gone = || Ok(Err(SendError::Rejected("the broadcast is gone".to_owned())));
        let Some(broadcast) = self.broadcasts.find(broadcast).await? else {
            return gone();
        };
        let user = match user {
            Some(id) => self.users.find(id).await?,
            None => None,
        };
        let (Some(user), Some(content)) =
            (user, self.prepare_content(broadcast.terms.content).await?)
        else {
            return gone();
        };
        let discount = match code.and_then(DiscountCode::parse_exact) {
            Some(code) => self.discounts.find_by_code(&code).await?,
            None => None,
        };
        let recipient = Recipient {
            chat,
            first_name: user.first_name,
            display_name: user.display_name,
            discount: discount
                .map(|(found, _)| DiscountFacts::of(&found, self.context.zone, self.context.now())),
        };
        let delivered = self.deliver_content(&content, &recipient).await;
        Ok(delivered.map(|delivered| delivered.message))
    }
}

fn is_reachable(user: &User) -> bool {
    !user.is_blocked && user.anonymized_at.is_none()
}
