//! Requests for cashier access, and decisions by admins and operators.

use crate::audit::Actor;
use crate::kernel::{CashierId, Page, PageRequest, PortError, TelegramId};
use crate::messages::texts::words;
use crate::people::TelegramProfile;
use crate::staff::{
    AccessAnswer, AccessRequest, Admin, Cashier, CashierDecision, CashierFilter, CashierStatus,
    ChangeCashier, DecideCashier, DecisionOutcome, RequestAccess, StaffService, access_answer,
};

/// The longest name of a shop, in characters.
pub const LONGEST_SHOP: usize = 120;

/// The role of a person who writes to the auth bot.
#[derive(Debug, Clone, PartialEq)]
pub enum StaffContact {
    /// A cashier who may redeem; may also be an admin.
    Cashier(Cashier),
    /// An active admin without cashier access.
    Admin {
        admin: Admin,
        /// The admin's own request for cashier access, if one was filed.
        request: Option<AccessRequest>,
    },
    /// Any other person, with the result of the contact.
    Outsider(AccessRequest),
}

/// Result of a callback query from «Одобрить» or «Отклонить».
#[derive(Debug, Clone, PartialEq)]
pub enum ChatDecision {
    /// The request is decided, by this callback query or an earlier one.
    Outcome { outcome: DecisionOutcome, admin: Box<Admin> },
    /// Whoever decides is no active admin, or may not decide requests.
    NotAllowed,
}

impl StaffService {
    /// Identifies a person who writes to the auth bot. The first contact files a request for access, except for an
    /// active admin, who requests it by «Я кассир». A known cashier costs one query.
    pub async fn meet_staff(&self, profile: TelegramProfile) -> Result<StaffContact, PortError> {
        let telegram_id = profile.telegram_id;
        let cashier = self.find_cashier(telegram_id).await?;
        let request = match (access_answer(cashier.as_ref(), self.context.now()), cashier) {
            (AccessAnswer::Active, Some(cashier)) => return Ok(StaffContact::Cashier(cashier)),
            (AccessAnswer::File, _) | (_, None) => None,
            (answer, Some(cashier)) => Some(AccessRequest { cashier, answer }),
        };
        if let Some(admin) = self.active_admin(telegram_id).await? {
            return Ok(StaffContact::Admin { admin, request });
        }
        let request = match request {
            Some(request) => request,
            None => self.request_access(profile).await?,
        };
        // The person may have been approved between the query and the request.
        Ok(match request.answer {
            AccessAnswer::Active => StaffContact::Cashier(request.cashier),
            _ => StaffContact::Outsider(request),
        })
    }

    /// Files a request for access if the person's record allows one.
    pub async fn request_access(
        &self,
        profile: TelegramProfile,
    ) -> Result<AccessRequest, PortError> {
        self.cashiers.request_access(RequestAccess { profile, now: self.context.now() }).await
    }

    /// The admin with this Telegram id, if active.
    pub async fn active_admin(&self, telegram_id: TelegramId) -> Result<Option<Admin>, PortError> {
        let admin = self.admins.find_by_telegram_id(telegram_id).await?;
        Ok(admin.filter(|admin| admin.is_active))
    }

    /// Applies an admin's decision by a button under a request; the first decision wins.
    pub async fn decide_in_chat(
        &self,
        telegram_id: TelegramId,
        cashier_id: CashierId,
        decision: CashierDecision,
    ) -> Result<ChatDecision, PortError> {
        let Some(admin) = self.active_admin(telegram_id).await?.filter(Admin::may_decide_cashiers)
        else {
            return Ok(ChatDecision::NotAllowed);
        };
        let actor = Actor::admin_in_chat(admin.id);
        let command = DecideCashier {
            pressed_in_chat: Some(telegram_id),
            only_pending: true,
            ..self.decision_by(&admin, cashier_id, decision, &actor)
        };
        Ok(ChatDecision::Outcome {
            outcome: self.cashiers.decide(command).await?,
            admin: Box::new(admin),
        })
    }

    /// Applies an operator's decision, by the cashier's Telegram id.
    pub async fn decide_cashier(
        &self,
        telegram_id: TelegramId,
        decision: CashierDecision,
    ) -> Result<DecisionOutcome, PortError> {
        self.decide_as_operator(telegram_id, decision, None).await
    }

    /// Approves a cashier for an operator and sets the shop, which each redemption will name.
    pub async fn approve_cashier_at(
        &self,
        telegram_id: TelegramId,
        shop: &str,
    ) -> Result<DecisionOutcome, PortError> {
        let shop = shop.split_whitespace().collect::<Vec<_>>().join(" ");
        let shop: String = shop.chars().take(LONGEST_SHOP).collect();
        let shop = Some(shop).filter(|shop| !shop.is_empty());
        self.decide_as_operator(telegram_id, CashierDecision::Approve, shop).await
    }

    async fn decide_as_operator(
        &self,
        telegram_id: TelegramId,
        decision: CashierDecision,
        shop: Option<String>,
    ) -> Result<DecisionOutcome, PortError> {
        let Some(cashier) = self.cashiers.find_by_telegram_id(telegram_id).await? else {
            return Ok(DecisionOutcome::NotFound);
        };
        let command = DecideCashier {
            cashier_id: cashier.id,
            decision,
            admin_id: None,
            decided_by: words::OPERATOR.to_owned(),
            pressed_in_chat: None,
            only_pending: false,
            audit: match &shop {
                Some(new) => Actor::Cli.audit(decision.action(), "cashier").field(
                    "shop",
                    cashier.shop,
                    Some(new.clone()),
                ),
                None => Actor::Cli.audit(decision.action(), "cashier"),
            },
            shop,
            now: self.context.now(),
        };
        self.cashiers.decide(command).await
    }

    /// Applies an admin's decision from the panel, which may also restore rejected or deactivated cashiers.
    pub async fn decide_cashier_as(
        &self,
        id: CashierId,
        decision: CashierDecision,
        admin: &Admin,
        actor: &Actor,
    ) -> Result<DecisionOutcome, PortError> {
        self.cashiers.decide(self.decision_by(admin, id, decision, actor)).await
    }

    fn decision_by(
        &self,
        admin: &Admin,
        cashier_id: CashierId,
        decision: CashierDecision,
        actor: &Actor,
    ) -> DecideCashier {
        DecideCashier {
            cashier_id,
            decision,
            admin_id: Some(admin.id),
            decided_by: admin.display_name.clone(),
            pressed_in_chat: None,
            shop: None,
            only_pending: false,
            audit: actor.audit(decision.action(), "cashier"),
            now: self.context.now(),
        }
    }

    /// Changes a cashier's name or shop; the outer `None` leaves a field unchanged.
    pub async fn change_cashier(
        &self,
        id: CashierId,
        display_name: Option<String>,
        shop: Option<Option<String>>,
        actor: &Actor,
    ) -> Result<Option<Cashier>, PortError> {
        let command = ChangeCashier {
            id,
            display_name,
            shop,
            audit: actor.audit("update_cashier", "cashier"),
            now: self.context.now(),
        };
        self.cashiers.change(command).await
    }

    /// A page of cashiers, oldest first.
    pub async fn page_cashiers(
        &self,
        filter: CashierFilter,
        page: PageRequest,
    ) -> Result<Page<Cashier>, PortError> {
        self.cashiers.page(filter, page).await
    }

    /// Cashiers in these statuses (all when empty), oldest first.
    pub async fn list_cashiers(
        &self,
        statuses: &[CashierStatus],
    ) -> Result<Vec<Cashier>, PortError> {
        self.cashiers.list(statuses).await
    }

    /// The cashier with this Telegram id.
    pub async fn find_cashier(
        &self,
        telegram_id: TelegramId,
    ) -> Result<Option<Cashier>, PortError> {
        self.cashiers.find_by_telegram_id(telegram_id).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rstest::rstest;

    use super::*;
    use crate::Ports;
    use crate::staff::{MockAdminRepo, MockCashierRepo, NotificationGroup, Role};
    use crate::testing::{NOW, admin, app_at, cashier, profile};

    fn admins(found: Option<Admin>) -> Arc<MockAdminRepo> {
        let mut admins = MockAdminRepo::new();
        admins.expect_find_by_telegram_id().returning(move |_| Ok(found.clone()));
        Arc::new(admins)
    }

    fn found(cashier: Option<Cashier>) -> MockCashierRepo {
        let mut cashiers = MockCashierRepo::new();
        cashiers.expect_find_by_telegram_id().once().returning(move |_| Ok(cashier.clone()));
        cashiers
    }

    fn with_status(status: CashierStatus) -> Cashier {
        Cashier { status, rejected_at: Some("2026-03-01T02:00:00Z".parse().unwrap()), ..cashier() }
    }

    async fn meet(cashiers: MockCashierRepo, admin: Option<Admin>) -> StaffContact {
        let ports =
            Ports { admins: admins(admin), cashiers: Arc::new(cashiers), ..Ports::mocked() };
        app_at(NOW, ports).staff.meet_staff(profile()).await.unwrap()
    }

    #[tokio::test]
    async fn a_cashier_is_known_by_one_look() {
        let ports = Ports { cashiers: Arc::new(found(Some(cashier()))), ..Ports::mocked() };
        let met = app_at(NOW, ports).staff.meet_staff(profile()).await.unwrap();
        assert_eq!(met, StaffContact::Cashier(cashier()));
    }

    #[rstest]
    #[case::never_asked(None)]
    #[case::rejected_long_ago(Some(with_status(CashierStatus::Rejected)))]
    #[tokio::test]
    async fn an_active_admin_files_no_request_by_writing(#[case] record: Option<Cashier>) {
        let expected = StaffContact::Admin { admin: admin(), request: None };
        assert_eq!(meet(found(record), Some(admin())).await, expected);
    }

    #[tokio::test]
    async fn an_admin_whose_request_waits_is_told_of_both() {
        let pending = with_status(CashierStatus::Pending);
        let request = AccessRequest { cashier: pending.clone(), answer: AccessAnswer::Pending };
        let expected = StaffContact::Admin { admin: admin(), request: Some(request) };
        assert_eq!(meet(found(Some(pending)), Some(admin())).await, expected);
    }

    #[rstest]
    #[case::stranger(None, AccessAnswer::File)]
    #[case::rejected_long_ago(Some(with_status(CashierStatus::Rejected)), AccessAnswer::File)]
    #[case::twice_at_once(None, AccessAnswer::Pending)]
    #[tokio::test]
    async fn whoever_may_ask_files_a_request(
        #[case] record: Option<Cashier>,
        #[case] answer: AccessAnswer,
    ) {
        let mut cashiers = found(record);
        let request = AccessRequest { cashier: with_status(CashierStatus::Pending), answer };
        let filed = request.clone();
        cashiers.expect_request_access().once().returning(move |_| Ok(filed.clone()));
        assert_eq!(meet(cashiers, None).await, StaffContact::Outsider(request));
    }

    #[tokio::test]
    async fn somebody_deactivated_is_told_so_and_nothing_is_written() {
        let inactive = with_status(CashierStatus::Inactive);
        let request = AccessRequest { cashier: inactive.clone(), answer: AccessAnswer::Inactive };
        let deactivated_admin = Admin { is_active: false, ..admin() };
        assert_eq!(
            meet(found(Some(inactive)), Some(deactivated_admin)).await,
            StaffContact::Outsider(request)
        );
    }

    #[rstest]
    #[case::inactive(|admin: &mut Admin| admin.is_active = false)]
    #[case::readonly(|admin: &mut Admin| admin.role = Role::Readonly)]
    #[case::not_in_the_group(|admin: &mut Admin| admin.notification_groups = vec![NotificationGroup::Alerts])]
    #[tokio::test]
    async fn whoever_may_not_decide_changes_nothing(#[case] change: fn(&mut Admin)) {
        let mut admin = admin();
        change(&mut admin);
        assert_eq!(approve(admin, MockCashierRepo::new()).await, ChatDecision::NotAllowed);
    }

    async fn approve(admin: Admin, cashiers: MockCashierRepo) -> ChatDecision {
        let (id, approve) = (CashierId(1), CashierDecision::Approve);
        let ports =
            Ports { admins: admins(Some(admin)), cashiers: Arc::new(cashiers), ..Ports::mocked() };
        app_at(NOW, ports).staff.decide_in_chat(TelegramId(9), id, approve).await.unwrap()
    }

    #[tokio::test]
    async fn a_decision_in_the_chat_is_only_about_a_pending_request_and_is_audited() {
        let mut cashiers = MockCashierRepo::new();
        cashiers
            .expect_decide()
            .once()
            .withf(|command| command.only_pending && command.audit.action() == "approve_cashier")
            .returning(|_| Ok(DecisionOutcome::Decided(cashier())));
        let outcome = DecisionOutcome::Decided(cashier());
        let expected = ChatDecision::Outcome { outcome, admin: Box::new(admin()) };
        assert_eq!(approve(admin(), cashiers).await, expected);
    }
}
