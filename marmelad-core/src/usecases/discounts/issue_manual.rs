//! An admin or operator gives a client a code.

use crate::App;
use crate::domain::discount::DiscountSource;
use crate::domain::ids::{TelegramId, TemplateId};
use crate::ports::{IssueBy, IssueDiscount, IssueOutcome, PortError};
use crate::usecases::Actor;

impl App {
    /// Issues by a template's switch, dates and budget; its recurrence does not count.
    pub async fn issue_manually(
        &self,
        telegram_id: TelegramId,
        template: TemplateId,
        actor: &Actor,
    ) -> Result<IssueOutcome, PortError> {
        let Some(user) = self.ports.users.find_by_telegram_id(telegram_id).await? else {
            return Ok(IssueOutcome::UserNotFound);
        };
        let audit = actor
            .audit("issue_discount", "discount")
            .field("user_id", None, Some(user.id.0))
            .field("template_id", None, Some(template.0));
        self.ports
            .discounts
            .issue(IssueDiscount {
                user_id: user.id,
                by: IssueBy::Template(template),
                source: DiscountSource::Manual,
                admin_id: actor.admin_id(),
                codes: self.draw_codes(),
                now: self.now(),
                zone: self.context.zone,
                audit: Some(audit),
            })
            .await
    }
}
