//! Clients, codes and cashiers for the tests.

use marmelad_core::audit::Actor;
use marmelad_core::clients::UpsertUser;
use marmelad_core::discounts::{
    Discount, IssueOutcome, SaveTemplate, TemplateEvent, TemplateTerms,
};
use marmelad_core::kernel::{Money, TelegramId};

use marmelad_testkit::{profile, template_terms};

use crate::house::House;

/// 10 %, once, for 30 days.
pub(crate) fn terms() -> TemplateTerms {
    template_terms(TemplateEvent::Manual)
}

pub(crate) fn from_500() -> TemplateTerms {
    TemplateTerms { min_order_amount: Money::from_kopecks(50_000), ..terms() }
}

impl House {
    /// A client's row id.
    pub(crate) async fn client(&self, telegram_id: i64) -> i64 {
        let command =
            UpsertUser {
                profile: profile(telegram_id, "Анна"), is_test: false, now: self.now()
            };
        let made = self.app().ports().users.upsert(command).await.unwrap();
        made.user.id.0
    }

    /// A client's code by these terms.
    pub(crate) async fn code(&self, telegram_id: i64, terms: TemplateTerms) -> Discount {
        self.client(telegram_id).await;
        let template = SaveTemplate {
            terms,
            audit: marmelad_core::audit::AuditEntry::cli("create_template", "template"),
            now: self.now(),
        };
        let template = self.app().ports().templates.add(template).await.unwrap().id;
        let issued =
            self.app().discounts.issue_manually(TelegramId(telegram_id), template, &Actor::Cli);
        match issued.await.unwrap() {
            IssueOutcome::Issued(discount) => discount,
            other => panic!("{other:?}"),
        }
    }

    /// The row id of a cashier who waits for a decision, or may redeem.
    pub(crate) async fn till(&self, telegram_id: i64, is_active: bool) -> i64 {
        let asked = self.app().staff.request_access(profile(telegram_id, "Ира"));
        let id = asked.await.unwrap().cashier.id.0;
        if is_active {
            let approved =
                self.app().staff.approve_cashier_at(TelegramId(telegram_id), "Светланская");
            approved.await.unwrap();
        }
        id
    }
}
