//! The people and things that tests begin with.

use chrono::{DateTime, Utc};
use marmelad_core::audit::AuditEntry;
use marmelad_core::discounts::{
    Discount, DiscountCode, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, RedeemDiscount,
    Redeemer, SaveTemplate, Template, TemplateEvent, TemplateTerms, UsageSource,
};
use marmelad_core::kernel::{ClientId, Money, TelegramId, TemplateId};
use marmelad_core::staff::{
    Admin, Cashier, CashierDecision, ChangeAdminOutcome, DecideCashier, DecisionOutcome,
    NotificationGroup, RequestAccess, Role, SaveAdmin,
};

use crate::world::{World, ZONE, at, profile};

/// The code with this number, below 10 000.
pub(crate) fn code(number: usize) -> DiscountCode {
    format!("АБВ{number:04}").parse().unwrap()
}

/// Five codes to try; those of two numbers do not meet.
pub(crate) fn codes(number: usize) -> Vec<DiscountCode> {
    (0..5).map(|place| code(1000 + number * 5 + place)).collect()
}

pub(crate) fn roubles(roubles: i64) -> Money {
    Money::from_kopecks(roubles * 100).unwrap()
}

pub(crate) use marmelad_testkit::template_terms as terms;

pub(crate) fn operator() -> Redeemer {
    Redeemer { cashier_id: None, admin_id: None, source: UsageSource::Cli }
}

pub(crate) fn redemption(code: &DiscountCode, by: Redeemer, now: DateTime<Utc>) -> RedeemDiscount {
    RedeemDiscount {
        code: code.clone(),
        by,
        amount: None,
        key: None,
        paused_until: None,
        now,
        audit: None,
    }
}

pub(crate) fn entry(action: &str) -> AuditEntry {
    AuditEntry::cli(action, "thing")
}

impl World {
    pub(crate) async fn template(&self, terms: TemplateTerms) -> Template {
        let command = SaveTemplate { terms, audit: entry("create_template"), now: at(0) };
        self.store.templates.add(command).await.unwrap()
    }

    /// A discount by these terms, for a client.
    pub(crate) async fn discount(
        &self,
        user: ClientId,
        number: usize,
        terms: TemplateTerms,
    ) -> Discount {
        let template = self.template(terms).await;
        match self.store.discounts.issue(issue_by(user, template.id, number)).await.unwrap() {
            IssueOutcome::Issued(discount) => discount,
            other => panic!("not issued: {other:?}"),
        }
    }

    /// A discount that holds once.
    pub(crate) async fn single(&self, user: ClientId, number: usize) -> Discount {
        self.discount(user, number, terms(TemplateEvent::Manual)).await
    }

    /// A cashier who may redeem.
    pub(crate) async fn cashier(&self, telegram_id: i64) -> Cashier {
        let request = RequestAccess { profile: profile(telegram_id, "Ира"), now: at(0) };
        let cashier = self.store.cashiers.request_access(request).await.unwrap().cashier;
        self.decide(&cashier, CashierDecision::Approve).await;
        self.execute(&format!(
            "UPDATE cashiers SET shop = 'Светланская' WHERE id = {}",
            cashier.id
        ))
        .await;
        self.store.cashiers.find(cashier.id).await.unwrap().unwrap()
    }

    /// A cashier, as one who redeems in the bot.
    pub(crate) async fn till(&self, telegram_id: i64) -> Redeemer {
        Redeemer::cashier_in_chat(self.cashier(telegram_id).await.id)
    }

    pub(crate) async fn decide(
        &self,
        cashier: &Cashier,
        decision: CashierDecision,
    ) -> DecisionOutcome {
        self.store.cashiers.decide(decision_by_operator(cashier, decision)).await.unwrap()
    }

    /// An active owner in every group.
    pub(crate) async fn owner(&self, telegram_id: i64) -> Admin {
        saved(self.store.admins.save(owner(telegram_id)).await.unwrap())
    }
}

pub(crate) fn decision_by_operator(cashier: &Cashier, decision: CashierDecision) -> DecideCashier {
    DecideCashier {
        cashier_id: cashier.id,
        decision,
        admin_id: None,
        decided_by: "оператор".into(),
        pressed_in_chat: None,
        shop: None,
        only_pending: false,
        audit: AuditEntry::cli(decision.action(), "cashier"),
        now: at(0),
    }
}

pub(crate) fn saved(outcome: ChangeAdminOutcome) -> Admin {
    match outcome {
        ChangeAdminOutcome::Changed(admin) => admin,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn owner(telegram_id: i64) -> SaveAdmin {
    SaveAdmin {
        telegram_id: TelegramId(telegram_id),
        display_name: format!("Владелец {telegram_id}"),
        username: None,
        role: Role::Owner,
        is_active: true,
        can_broadcast_from_chat: None,
        notification_groups: NotificationGroup::ALL.to_vec(),
        audit: Some(entry("save_admin")),
        now: at(0),
    }
}

/// Command by which an admin issues a discount by hand.
pub(crate) fn issue_by(user_id: ClientId, template: TemplateId, number: usize) -> IssueDiscount {
    IssueDiscount {
        user_id,
        by: IssueBy::Template(template),
        source: DiscountSource::Manual,
        admin_id: None,
        codes: codes(number),
        now: at(0),
        zone: ZONE,
        audit: None,
    }
}
