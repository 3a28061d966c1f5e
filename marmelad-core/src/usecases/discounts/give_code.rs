//! An admin gives a client a code, and is told why not.

use crate::App;
use crate::domain::discount::Discount;
use crate::domain::ids::{TemplateId, UserId};
use crate::domain::issue::Unusable;
use crate::ports::{IssueOutcome, PortError};
use crate::usecases::Actor;

/// What came of giving a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueToClient {
    /// Issued.
    Issued(Box<Discount>),
    /// No such client.
    NoClient,
    /// They were anonymised.
    Anonymized,
    /// No such template.
    NoTemplate,
    /// The template is switched off.
    Inactive,
    /// Its dates have not begun, or are over.
    OutOfDates,
    /// Its budget is spent.
    BudgetSpent,
    /// Every code tried was taken.
    CodesTaken,
}

impl App {
    /// Issues by a template's switch, dates and budget; its recurrence does not count.
    pub async fn give_code(
        &self,
        id: UserId,
        template: TemplateId,
        actor: &Actor,
    ) -> Result<IssueToClient, PortError> {
        match self.ports.users.find(id).await? {
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

    /// The store only says that the template could not be used.
    async fn why_unusable(&self, id: TemplateId) -> Result<IssueToClient, PortError> {
        let Some(template) = self.ports.templates.find(id).await? else {
            return Ok(IssueToClient::NoTemplate);
        };
        Ok(match template.usable(self.now()) {
            Err(Unusable::Inactive) => IssueToClient::Inactive,
            Err(Unusable::NotYetValid | Unusable::NoLongerValid) => IssueToClient::OutOfDates,
            // The last code went away while this one was asked for, and came back since.
            Err(Unusable::BudgetSpent) | Ok(()) => IssueToClient::BudgetSpent,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::template::Template;
    use crate::ports::{MockDiscountRepo, MockTemplateRepo, MockUserRepo, Ports};
    use crate::usecases::testing::{NOW, app_at, client, codes, discount, template};

    async fn given(outcome: IssueOutcome, found: Option<Template>) -> IssueToClient {
        let mut users = MockUserRepo::new();
        users.expect_find().returning(|_| Ok(Some(client())));
        let mut discounts = MockDiscountRepo::new();
        discounts.expect_issue().return_once(|_| Ok(outcome));
        let mut templates = MockTemplateRepo::new();
        templates
            .expect_find()
            .returning(move |_| Ok(found.clone()));
        let ports = Ports {
            users: Arc::new(users),
            discounts: Arc::new(discounts),
            templates: Arc::new(templates),
            codes: codes(),
            ..Ports::mocked()
        };
        let app = app_at(NOW, ports);
        app.discounts
            .give_code(UserId(1), TemplateId(1), &Actor::Cli)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn every_refusal_says_why() {
        let with = |change: &dyn Fn(&mut Template)| {
            let mut template = template();
            change(&mut template);
            Some(template)
        };
        let now = || Some(NOW.parse().unwrap());
        let second = chrono::Duration::seconds(1);
        let cases = [
            (None, IssueToClient::NoTemplate),
            (
                with(&|it| it.terms.is_active = false),
                IssueToClient::Inactive,
            ),
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
            (
                with(&|it| it.terms.total_limit = Some(1)),
                IssueToClient::BudgetSpent,
            ),
        ];
        for (found, told) in cases {
            assert_eq!(given(IssueOutcome::NoTemplate, found).await, told);
        }
        let issued = given(IssueOutcome::Issued(discount()), None).await;
        assert_eq!(issued, IssueToClient::Issued(Box::new(discount())));
    }
}
