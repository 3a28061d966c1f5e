//! An admin gives a client a code, and gets the reason of a refusal.

use crate::audit::Actor;
use crate::discounts::{Discount, DiscountService, IssueOutcome, Unusable};
use crate::kernel::{ClientId, PortError, TemplateId};

/// Result of giving a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueToClient {
    Issued(Box<Discount>),
    NoClient,
    Anonymized,
    NoTemplate,
    /// The template is switched off.
    Inactive,
    /// Now is outside the template's dates.
    OutOfDates,
    /// The template's budget is spent.
    BudgetSpent,
    /// Every drawn code was already taken.
    CodesTaken,
}

impl DiscountService {
    /// Issues a code if the template is switched on, within its dates and budget; ignores the recurrence.
    pub async fn give_code(
        &self,
        id: ClientId,
        template: TemplateId,
        actor: &Actor,
    ) -> Result<IssueToClient, PortError> {
        match self.users.find(id).await? {
            None => return Ok(IssueToClient::NoClient),
            Some(user) if user.anonymized_at.is_some() => return Ok(IssueToClient::Anonymized),
            Some(_) => {}
        }
        Ok(match self.issue_to_client(id, template, actor).await? {
            IssueOutcome::Issued(discount) => IssueToClient::Issued(Box::new(discount)),
            IssueOutcome::UserNotFound => IssueToClient::NoClient,
            IssueOutcome::CodesTaken => IssueToClient::CodesTaken,
            IssueOutcome::NotYet { .. } | IssueOutcome::NoTemplate => {
                self.why_unusable(template).await?
            }
        })
    }

    /// Finds the reason, because the store only reports that the template is unusable.
    async fn why_unusable(&self, id: TemplateId) -> Result<IssueToClient, PortError> {
        let Some(template) = self.templates.find(id).await? else {
            return Ok(IssueToClient::NoTemplate);
        };
        Ok(match template.usable(self.context.now()) {
            Err(Unusable::Inactive) => IssueToClient::Inactive,
            Err(Unusable::NotYetValid | Unusable::NoLongerValid) => IssueToClient::OutOfDates,
            // The budget was spent at the attempt and has been increased since.
            Err(Unusable::BudgetSpent) | Ok(()) => IssueToClient::BudgetSpent,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Ports;
    use crate::clients::MockUserRepo;
    use crate::discounts::{MockDiscountRepo, MockTemplateRepo, Template};
    use crate::testing::{NOW, app_at, client, codes, discount, template};

    async fn given(outcome: IssueOutcome, found: Option<Template>) -> IssueToClient {
        let mut users = MockUserRepo::new();
        users.expect_find().returning(|_| Ok(Some(client())));
        let mut discounts = MockDiscountRepo::new();
        discounts.expect_issue().return_once(|_| Ok(outcome));
        let mut templates = MockTemplateRepo::new();
        templates.expect_find().returning(move |_| Ok(found.clone()));
        let ports = Ports {
            users: Arc::new(users),
            discounts: Arc::new(discounts),
            templates: Arc::new(templates),
            codes: codes(),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        app.discounts.give_code(ClientId(1), TemplateId(1), &Actor::Cli).await.unwrap()
    }

    #[tokio::test]
    async fn every_refusal_has_its_reason() {
        let with = |change: &dyn Fn(&mut Template)| {
            let mut template = template();
            change(&mut template);
            Some(template)
        };
        let now = || Some(NOW.parse().unwrap());
        let second = chrono::Duration::seconds(1);
        let cases = [
            (None, IssueToClient::NoTemplate),
            (with(&|it| it.terms.is_active = false), IssueToClient::Inactive),
            (
                with(&|it| {
                    it.terms.valid_from =
                        now().map(|at: chrono::DateTime<chrono::Utc>| at + second);
                }),
                IssueToClient::OutOfDates,
            ),
            (
                with(&|it| {
                    it.terms.valid_until =
                        now().map(|at: chrono::DateTime<chrono::Utc>| at - second);
                }),
                IssueToClient::OutOfDates,
            ),
            (with(&|it| it.terms.total_limit = Some(1)), IssueToClient::BudgetSpent),
        ];
        for (found, told) in cases {
            assert_eq!(given(IssueOutcome::NoTemplate, found).await, told);
        }
        let issued = given(IssueOutcome::Issued(discount()), None).await;
        assert_eq!(issued, IssueToClient::Issued(Box::new(discount())));
    }
}
