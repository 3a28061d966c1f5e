//! Clients, codes and cashiers for the tests.

use marmelad_core::audit::Actor;
use marmelad_core::clients::UpsertUser;
use marmelad_core::discounts::{
    Discount, IssueOutcome, Recurrence, SaveTemplate, TemplateEvent, TemplateTerms, UsageType,
};
use marmelad_core::kernel::{DiscountValue, Money, Percent, TelegramId};
use marmelad_core::people::TelegramProfile;

use crate::house::House;

fn profile(telegram_id: i64, first_name: &str) -> TelegramProfile {
    TelegramProfile {
        telegram_id: TelegramId(telegram_id),
        username: None,
        first_name: Some(first_name.to_owned()),
        last_name: None,
    }
}

/// 10 %, once, for 30 days.
pub(crate) fn terms() -> TemplateTerms {
    TemplateTerms {
        name: "Десять процентов".into(),
        description: None,
        value: DiscountValue::Percent(Percent::from_hundredths(1000).unwrap()),
        event: TemplateEvent::Manual,
        usage: UsageType::Single,
        duration_days: 30,
        recurrence: Recurrence::Unlimited,
        min_order_amount: None,
        total_limit: None,
        valid_from: None,
        valid_until: None,
        message_text: None,
        is_active: true,
    }
}

pub(crate) fn from_500() -> TemplateTerms {
    TemplateTerms {
        min_order_amount: Money::from_kopecks(50_000),
        ..terms()
    }
}

impl House {
    /// A client's row id.
    pub(crate) async fn client(&self, telegram_id: i64) -> i64 {
        let command = UpsertUser {
            profile: profile(telegram_id, "Анна"),
            is_test: false,
            now: self.now(),
        };
        let made = self.app().ports.users.upsert(command).await.unwrap();
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
        let template = self.app().ports.templates.add(template).await.unwrap().id;
        let issued =
            self.app()
                .discounts
                .issue_manually(TelegramId(telegram_id), template, &Actor::Cli);
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
            let approved = self
                .app()
                .staff
                .approve_cashier_at(TelegramId(telegram_id), "Светланская");
            approved.await.unwrap();
        }
        id
    }
}
