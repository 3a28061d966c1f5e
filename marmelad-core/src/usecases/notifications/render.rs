//! Notices in words.

use crate::domain::bot::BotKind;
use crate::domain::broadcast::StopCode;
use crate::domain::callback::AuthButton;
use crate::domain::ids::TelegramId;
use crate::domain::message::{InlineButton, Keyboard, MessageEdit, OutgoingMessage};
use crate::domain::money::Money;
use crate::domain::notice::{Alert, Notice};
use crate::domain::ru;
use crate::domain::texts::{TextKey, buttons};
use crate::domain::wording::Wording;

/// What a notice becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderedNotice {
    /// A new message.
    Message(OutgoingMessage),
    /// A change to one sent before.
    Edit(MessageEdit),
}

/// Puts a notice into words.
pub fn render_notice(notice: &Notice, chat: TelegramId, wording: &Wording<'_>) -> RenderedNotice {
    let html = match notice {
        Notice::Redeemed {
            code,
            shop,
            discount_amount,
            to_pay,
            uses_left,
        } => wording.text(
            TextKey::REDEEMED_NOTICE,
            &[
                ("code", code),
                ("shop", shop.as_deref().unwrap_or_default()),
                ("discount_amount", &sum(*discount_amount)),
                ("to_pay", &sum(*to_pay)),
                (
                    "uses_left",
                    &uses_left.map(|left| left.to_string()).unwrap_or_default(),
                ),
            ],
        ),
        Notice::Undone { code } => wording.text(TextKey::UNDONE_NOTICE, &[("code", code)]),
        Notice::CashierRequest {
            telegram_id,
            display_name,
            username,
            ..
        } => wording.text(
            TextKey::REQUEST_NOTICE,
            &[
                ("display_name", display_name),
                ("username", username.as_deref().unwrap_or_default()),
                ("telegram_id", &telegram_id.to_string()),
            ],
        ),
        Notice::CashierRequestDecided {
            display_name,
            approved,
            decided_by,
            ..
        } => {
            let key = if *approved {
                TextKey::REQUEST_APPROVED_BY
            } else {
                TextKey::REQUEST_REJECTED_BY
            };
            wording.text(
                key,
                &[("display_name", display_name), ("admin", decided_by)],
            )
        }
        Notice::CashierApproved { shop } => wording.text(
            TextKey::ACCESS_APPROVED,
            &[("shop", shop.as_deref().unwrap_or_default())],
        ),
        Notice::CashierRejected { may_ask_at } => wording.text(
            TextKey::REQUEST_REJECTED,
            &[("retry_at", &wording.moment(*may_ask_at))],
        ),
        Notice::CashierDeactivated {} => wording.text(TextKey::ACCESS_DISABLED, &[]),
        Notice::BroadcastReport {
            broadcast_id: _,
            title,
            total,
            success,
            failed,
            blocked,
            skipped,
            uncertain,
        } => {
            let some = |count: u32| {
                if count == 0 {
                    String::new()
                } else {
                    count.to_string()
                }
            };
            wording.text(
                TextKey::BROADCAST_REPORT,
                &[
                    ("title", title),
                    ("total", &total.to_string()),
                    ("success", &success.to_string()),
                    ("failed", &some(*failed)),
                    ("blocked", &some(*blocked)),
                    ("skipped", &some(*skipped)),
                    ("uncertain", &some(*uncertain)),
                ],
            )
        }
        // What it says is looked up when it is sent.
        Notice::BroadcastTest { .. } => String::new(),
        Notice::Alert(alert) => alert_text(alert, wording),
    };
    match notice {
        Notice::CashierRequestDecided { message_id, .. } => RenderedNotice::Edit(MessageEdit {
            chat,
            message: *message_id,
            html: Some(html),
            buttons: Vec::new(),
        }),
        _ => RenderedNotice::Message(OutgoingMessage {
            chat,
            html,
            keyboard: keyboard(notice),
        }),
    }
}

fn keyboard(notice: &Notice) -> Option<Keyboard> {
    let Notice::CashierRequest { cashier_id, .. } = notice else {
        return None;
    };
    Some(Keyboard::Inline(vec![vec![
        InlineButton::callback(
            buttons::APPROVE,
            AuthButton::Approve(*cashier_id).to_string(),
        ),
        InlineButton::callback(buttons::REJECT, AuthButton::Reject(*cashier_id).to_string()),
    ]]))
}

fn alert_text(alert: &Alert, wording: &Wording<'_>) -> String {
    match alert {
        Alert::Guessing {
            display_name,
            shop,
            pause_minutes,
        } => wording.text(
            TextKey::ALERT_GUESSING,
            &[
                ("display_name", display_name),
                ("shop", shop.as_deref().unwrap_or_default()),
                ("minutes", &ru::minutes(u64::from(*pause_minutes))),
            ],
        ),
        Alert::CannotCheckSubscription { channel, reason } => wording.text(
            TextKey::ALERT_SUBSCRIPTION,
            &[("channel", channel), ("reason", reason)],
        ),
        Alert::BotUnauthorized { bot } => {
            let bot = match bot {
                BotKind::Main => "главный бот",
                BotKind::Auth => "бот кассиров",
            };
            wording.text(TextKey::ALERT_BOT_TOKEN, &[("bot", bot)])
        }
        Alert::BroadcastStopped {
            title,
            code,
            reason,
            template,
            scheduled_at,
            ..
        } => match code {
            StopCode::Budget => wording.text(
                TextKey::ALERT_BROADCAST_BUDGET,
                &[
                    ("title", title),
                    ("template", template.as_deref().unwrap_or_default()),
                ],
            ),
            StopCode::LateStart => wording.text(
                TextKey::ALERT_BROADCAST_LATE,
                &[
                    ("title", title),
                    (
                        "scheduled_at",
                        &scheduled_at
                            .map(|at| wording.moment(at))
                            .unwrap_or_default(),
                    ),
                ],
            ),
            StopCode::BodyRejected => {
                let said = reason.as_deref().unwrap_or_default();
                stopped(
                    wording,
                    title,
                    &format!("Telegram не принимает это сообщение. {said}"),
                )
            }
            StopCode::TemplateUnusable => {
                stopped(wording, title, "шаблон скидки больше не выдаёт коды")
            }
            StopCode::EmptyAudience => stopped(wording, title, "получать её некому"),
            StopCode::MediaGone => stopped(wording, title, "файл рассылки пропал"),
        },
    }
}

fn stopped(wording: &Wording<'_>, title: &str, reason: &str) -> String {
    wording.text(
        TextKey::ALERT_BROADCAST_ERROR,
        &[("title", title), ("reason", reason)],
    )
}

fn sum(money: Option<Money>) -> String {
    money.map(ru::money).unwrap_or_default()
}
