//! The people and things that tests begin with, and what tests do with them.

use chrono::{DateTime, Utc};
use marmelad_core::audit::{AuditEntry, AuditRecord};
use marmelad_core::clients::AnonymizeUser;
use marmelad_core::discounts::{
    Discount, DiscountCode, DiscountSource, IssueBy, IssueDiscount, IssueOutcome, RedeemDiscount,
    RedeemOutcome, Redeemer, Redemption, Refusal, RefusedAttempt, RevokeDiscount, RevokeOutcome,
    SaveTemplate, Template, TemplateEvent, TemplateTerms, UndoOutcome, UndoRedemption, UndoTarget,
    UsageSource, UsageType,
};
use marmelad_core::kernel::{ClientId, Money, TelegramId, TemplateId};
use marmelad_core::people::User;
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

/// 10 %, single use, issued by hand.
pub(crate) fn manual() -> TemplateTerms {
    terms(TemplateEvent::Manual)
}

pub(crate) fn multi(max_uses: u32) -> TemplateTerms {
    TemplateTerms { usage: UsageType::Multi { max_uses }, ..manual() }
}

pub(crate) fn with_minimum(rub: i64) -> TemplateTerms {
    TemplateTerms { min_order_amount: Some(roubles(rub)), ..manual() }
}

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

/// A redemption with the amount of the purchase.
pub(crate) fn sale(
    code: &DiscountCode,
    by: Redeemer,
    rub: i64,
    now: DateTime<Utc>,
) -> RedeemDiscount {
    RedeemDiscount { amount: Some(roubles(rub)), ..redemption(code, by, now) }
}

pub(crate) fn refused(code: &str, refusal: Refusal, by: Redeemer) -> RefusedAttempt {
    RefusedAttempt { code: code.into(), refusal, by, key: None, now: at(10) }
}

pub(crate) fn undo(target: UndoTarget, by: Redeemer, now: DateTime<Utc>) -> UndoRedemption {
    let audit = Some(entry("undo_redemption"));
    UndoRedemption { target, by, reason: "ошибка".into(), now, audit }
}

pub(crate) fn revocation(code: &DiscountCode, now: DateTime<Utc>) -> RevokeDiscount {
    let audit = entry("revoke_discount");
    RevokeDiscount { code: code.clone(), reason: "по просьбе".into(), now, audit }
}

pub(crate) fn erasure(id: ClientId) -> AnonymizeUser {
    AnonymizeUser { id, now: at(50), audit: entry("anonymize_user") }
}

pub(crate) fn entry(action: &str) -> AuditEntry {
    AuditEntry::cli(action, "thing")
}

impl World {
    pub(crate) async fn template(&self, terms: TemplateTerms) -> Template {
        let command = SaveTemplate { terms, audit: entry("create_template"), now: at(0) };
        self.templates.add(command).await.unwrap()
    }

    pub(crate) async fn find_template(&self, id: TemplateId) -> Template {
        self.templates.find(id).await.unwrap().unwrap()
    }

    pub(crate) async fn find_user(&self, id: ClientId) -> User {
        self.users.find(id).await.unwrap().unwrap()
    }

    pub(crate) async fn find_discount(&self, code: &DiscountCode) -> Discount {
        self.discounts.find_by_code(code).await.unwrap().unwrap().0
    }

    /// A discount by these terms, for a client.
    pub(crate) async fn discount(
        &self,
        user: ClientId,
        number: usize,
        terms: TemplateTerms,
    ) -> Discount {
        let template = self.template(terms).await.id;
        self.issued(issue_by(user, template, number)).await
    }

    /// A discount that holds once.
    pub(crate) async fn single(&self, user: ClientId, number: usize) -> Discount {
        self.discount(user, number, manual()).await
    }

    /// A discount that holds once, for the client with this Telegram id.
    pub(crate) async fn held(&self, telegram_id: i64, number: usize) -> Discount {
        self.single(self.user(telegram_id).await.id, number).await
    }

    pub(crate) async fn issue(&self, command: IssueDiscount) -> IssueOutcome {
        self.discounts.issue(command).await.unwrap()
    }

    pub(crate) async fn issued(&self, command: IssueDiscount) -> Discount {
        match self.issue(command).await {
            IssueOutcome::Issued(discount) => discount,
            other => panic!("not issued: {other:?}"),
        }
    }

    pub(crate) async fn redeem(&self, command: RedeemDiscount) -> RedeemOutcome {
        self.discounts.redeem(command).await.unwrap()
    }

    pub(crate) async fn redeemed(&self, command: RedeemDiscount) -> Redemption {
        redeemed(self.redeem(command).await)
    }

    pub(crate) async fn undo(&self, command: UndoRedemption) -> UndoOutcome {
        self.discounts.undo(command).await.unwrap()
    }

    /// Takes back the last redemption of a code.
    pub(crate) async fn undone(&self, code: &DiscountCode, now: DateTime<Utc>) -> Discount {
        undone(self.undo(undo(UndoTarget::LastOf(code.clone()), operator(), now)).await)
    }

    pub(crate) async fn revoke(&self, code: &DiscountCode, now: DateTime<Utc>) -> RevokeOutcome {
        self.discounts.revoke(revocation(code, now)).await.unwrap()
    }

    /// Erases a client at `at(50)`.
    pub(crate) async fn erased(&self, id: ClientId) {
        assert!(self.users.anonymize(erasure(id)).await.unwrap());
    }

    /// How many entries of this action the audit log holds.
    pub(crate) async fn audited(&self, action: &str) -> i64 {
        self.count(&format!("audit_logs WHERE action = '{action}'")).await
    }

    pub(crate) async fn last_audit(&self) -> AuditRecord {
        self.audit.newest(1).await.unwrap().remove(0)
    }

    /// The head of the audit chain: the same as before when nothing was written.
    pub(crate) async fn audit_head(&self) -> String {
        self.audit.head().await.unwrap()
    }

    /// A row of `broadcasts` with this status, which is also its title, and what `SET` says more.
    pub(crate) async fn insert_broadcast(&self, status: &str, is_test: bool, more: &str) {
        let now = self.time(at(0));
        self.execute(&format!(
            "INSERT INTO broadcasts (kind, title, media_type, buttons, status, is_test, created_at, updated_at) \
             VALUES ('html', '{status}', 'none', '[]', '{status}', {is_test}, {now}, {now})"
        ))
        .await;
        let id = self.number("SELECT MAX(id) FROM broadcasts").await;
        self.set(&format!("broadcasts SET {more}"), id).await;
    }

    /// A person who asks for access.
    pub(crate) async fn request(&self, telegram_id: i64) -> Cashier {
        let request = RequestAccess { profile: profile(telegram_id, "Ира"), now: at(0) };
        self.cashiers.request_access(request).await.unwrap().cashier
    }

    /// A cashier who may redeem.
    pub(crate) async fn cashier(&self, telegram_id: i64) -> Cashier {
        let cashier = self.request(telegram_id).await;
        self.decide(&cashier, CashierDecision::Approve).await;
        self.set("cashiers SET shop = 'Светланская'", cashier.id).await;
        self.cashiers.find(cashier.id).await.unwrap().unwrap()
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
        self.cashiers.decide(decision_by_operator(cashier, decision)).await.unwrap()
    }

    /// An active owner in every group.
    pub(crate) async fn owner(&self, telegram_id: i64) -> Admin {
        self.admin(owner(telegram_id)).await
    }

    pub(crate) async fn admin(&self, command: SaveAdmin) -> Admin {
        saved(self.admins.save(command).await.unwrap())
    }
}

pub(crate) fn redeemed(outcome: RedeemOutcome) -> Redemption {
    match outcome {
        RedeemOutcome::Redeemed(redemption) => *redemption,
        other => panic!("not redeemed: {other:?}"),
    }
}

pub(crate) fn undone(outcome: UndoOutcome) -> Discount {
    match outcome {
        UndoOutcome::Undone { discount, .. } => *discount,
        UndoOutcome::Refused(refusal) => panic!("not undone: {refusal:?}"),
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
