//! An admin or operator gives a client a code.

use crate::audit::Actor;
use crate::discounts::{
    DiscountService, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, draw_codes,
};
use crate::kernel::{ClientId, PortError, TelegramId, TemplateId};

impl DiscountService {
    /// Issues a code to a client by Telegram id, if the template is switched on, within its dates
    /// and budget; ignores the recurrence.
    pub async fn issue_manually(
        &self,
        telegram_id: TelegramId,
        template: TemplateId,
        actor: &Actor,
    ) -> Result<IssueOutcome, PortError> {
        match self.users.find_by_telegram_id(telegram_id).await? {
            Some(user) => self.issue_to_client(user.id, template, actor).await,
            None => Ok(IssueOutcome::UserNotFound),
        }
    }

    /// The same for a client by row id.
    pub async fn issue_to_client(
        &self,
        user_id: ClientId,
        template: TemplateId,
        actor: &Actor,
    ) -> Result<IssueOutcome, PortError> {
        let audit = actor
            .audit("issue_discount", "discount")
            .field("user_id", None, Some(user_id.0))
            .field("template_id", None, Some(template.0));
        self.discounts
            .issue(IssueDiscount {
                user_id,
                by: IssueBy::Template(template),
                source: DiscountSource::Manual,
                admin_id: actor.admin_id(),
                codes: draw_codes(&*self.codes),
                now: self.context.now(),
                zone: self.context.zone,
                audit: Some(audit),
            })
            .await
    }
}
