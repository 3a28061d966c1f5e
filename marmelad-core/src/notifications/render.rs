//! Rendering of notices.

use chrono::NaiveDate;

use crate::alerts::{Alert, StopCode};
use crate::callbacks::AuthButton;
use crate::delivery::{InlineButton, Keyboard, MessageEdit, OutgoingMessage};
use crate::discounts::{ToldDiscount, sendable_note};
use crate::kernel::{Address, BotKind, Money};
use crate::messages::texts::buttons;
use crate::messages::{TextKey, ru};
use crate::notifications::Notice;
use crate::reports::{Attention, DayNumbers};
use crate::settings::Wording;

/// A rendered notice, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenderedNotice {
    Message(OutgoingMessage),
    /// An edit of a message sent before.
    Edit(MessageEdit),
}

/// Renders a notice for a chat.
pub fn render_notice(notice: &Notice, chat: Address, wording: &Wording<'_>) -> RenderedNotice {
    let html = match notice {
        Notice::Redeemed { code, shop, discount_amount, to_pay, uses_left } => wording.text(
            TextKey::REDEEMED_NOTICE,
            &[
                ("code", code),
                ("shop", shop.as_deref().unwrap_or_default()),
                ("discount_amount", &sum(*discount_amount)),
                ("to_pay", &sum(*to_pay)),
                ("uses_left", &uses_left.map(|left| left.to_string()).unwrap_or_default()),
            ],
        ),
        Notice::Undone { code } => wording.text(TextKey::UNDONE_NOTICE, &[("code", code)]),
        Notice::Birthday { first_name, gift, note } => birthday_text(
            first_name.as_deref().unwrap_or_default(),
            gift.as_ref(),
            note.as_deref(),
            wording,
        ),
        Notice::Reminder { first_name, discount } => {
            let first_name = first_name.as_deref().unwrap_or_default();
            wording.about_told(TextKey::REMINDER, discount, &[("first_name", first_name)])
        }
        Notice::Digest { day, numbers, attention } => {
            digest_text(*day, numbers, attention, wording)
        }
        Notice::CashierRequest { telegram_id, display_name, username, .. } => wording.text(
            TextKey::REQUEST_NOTICE,
            &[
                ("display_name", display_name),
                ("username", username.as_deref().unwrap_or_default()),
                ("telegram_id", &telegram_id.to_string()),
            ],
        ),
        Notice::CashierRequestDecided { display_name, approved, decided_by, .. } => {
            let key =
                if *approved { TextKey::REQUEST_APPROVED_BY } else { TextKey::REQUEST_REJECTED_BY };
            wording.text(key, &[("display_name", display_name), ("admin", decided_by)])
        }
        Notice::CashierApproved { shop } => {
            wording.text(TextKey::ACCESS_APPROVED, &[("shop", shop.as_deref().unwrap_or_default())])
        }
        Notice::CashierRejected { may_ask_at } => {
            wording.text(TextKey::REQUEST_REJECTED, &[("retry_at", &wording.moment(*may_ask_at))])
        }
        Notice::CashierDeactivated {} => wording.text(TextKey::ACCESS_DISABLED, &[]),
        Notice::BroadcastReport { .. } => report_text(notice, wording),
        // The broadcast's content is read at sending.
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
        _ => RenderedNotice::Message(OutgoingMessage { chat, html, keyboard: keyboard(notice) }),
    }
}

fn keyboard(notice: &Notice) -> Option<Keyboard> {
    let Notice::CashierRequest { cashier_id, .. } = notice else {
        return None;
    };
    Some(Keyboard::Inline(vec![vec![
        InlineButton::callback(buttons::APPROVE, AuthButton::Approve(*cashier_id).to_string()),
        InlineButton::callback(buttons::REJECT, AuthButton::Reject(*cashier_id).to_string()),
    ]]))
}

fn birthday_text(
    first_name: &str,
    gift: Option<&ToldDiscount>,
    note: Option<&str>,
    wording: &Wording<'_>,
) -> String {
    let Some(gift) = gift else {
        return wording.text(TextKey::BIRTHDAY_GREETING, &[("first_name", first_name)]);
    };
    let note = note.map(sendable_note).unwrap_or_default();
    let more = [("first_name", first_name), ("note", &note)];
    wording.about_told(TextKey::BIRTHDAY_GIFT, gift, &more)
}

fn digest_text(
    day: NaiveDate,
    numbers: &DayNumbers,
    attention: &Attention,
    wording: &Wording<'_>,
) -> String {
    wording.text(
        TextKey::DAILY_REPORT,
        &[
            ("date", &ru::day(day, wording.today())),
            ("redeemed", &ru::grouped_count(numbers.redeemed)),
            ("revenue", &ru::money(numbers.revenue)),
            ("discount", &ru::money(numbers.discount)),
            ("joined", &ru::grouped_count(numbers.joined)),
            ("blocked", &ru::grouped_count(numbers.blocked)),
            ("sending", &attention.sending_line()),
            ("stuck", &attention.stuck_line()),
            ("budgets", &attention.budgets_line()),
        ],
    )
}

fn alert_text(alert: &Alert, wording: &Wording<'_>) -> String {
    match alert {
        Alert::Guessing { display_name, shop, pause_minutes } => wording.text(
            TextKey::ALERT_GUESSING,
            &[
                ("display_name", display_name),
                ("shop", shop.as_deref().unwrap_or_default()),
                ("minutes", &ru::minutes(u64::from(*pause_minutes))),
            ],
        ),
        Alert::CannotCheckSubscription { channel, reason } => {
            wording.text(TextKey::ALERT_SUBSCRIPTION, &[("channel", channel), ("reason", reason)])
        }
        Alert::BotUnauthorized { bot } => {
            let bot = match bot {
                BotKind::Main => "главный бот",
                BotKind::Auth => "бот кассиров",
            };
            wording.text(TextKey::ALERT_BOT_TOKEN, &[("bot", bot)])
        }
        Alert::BroadcastStopped { title, code, reason, template, scheduled_at, .. } => match code {
            StopCode::Budget => wording.text(
                TextKey::ALERT_BROADCAST_BUDGET,
                &[("title", title), ("template", template.as_deref().unwrap_or_default())],
            ),
            StopCode::LateStart => wording.text(
                TextKey::ALERT_BROADCAST_LATE,
                &[
                    ("title", title),
                    (
                        "scheduled_at",
                        &scheduled_at.map(|at| wording.moment(at)).unwrap_or_default(),
                    ),
                ],
            ),
            StopCode::BodyRejected => {
                let said = reason.as_deref().unwrap_or_default();
                stopped(wording, title, &format!("Telegram не принимает это сообщение. {said}"))
            }
            StopCode::TemplateUnusable => {
                stopped(wording, title, "шаблон скидки больше не выдаёт коды")
            }
            StopCode::EmptyAudience => stopped(wording, title, "получать её некому"),
            StopCode::MediaGone => stopped(wording, title, "файл рассылки пропал"),
        },
    }
}

/// Text of a broadcast report; empty for other notices.
fn report_text(notice: &Notice, wording: &Wording<'_>) -> String {
    let Notice::BroadcastReport {
        title, total, success, failed, blocked, skipped, uncertain, ..
    } = notice
    else {
        return String::new();
    };
    // A count of zero renders empty, so that its line is left out.
    let some = |count: u32| {
        if count == 0 { String::new() } else { count.to_string() }
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

fn stopped(wording: &Wording<'_>, title: &str, reason: &str) -> String {
    wording.text(TextKey::ALERT_BROADCAST_ERROR, &[("title", title), ("reason", reason)])
}

fn sum(money: Option<Money>) -> String {
    money.map(ru::money).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::kernel::TelegramId;
    use crate::reports::{BroadcastState, BudgetLine, DigestBroadcast};
    use crate::settings::{BootDefaults, Settings};
    use crate::testing::{NOW, discount};

    fn told(notice: &Notice) -> String {
        let settings = Settings::load(BootDefaults::default(), []).0;
        let wording = Wording {
            settings: &settings,
            zone: chrono_tz::Asia::Vladivostok,
            now: NOW.parse().unwrap(),
        };
        match render_notice(notice, TelegramId(100).into(), &wording) {
            RenderedNotice::Message(message) => message.html,
            RenderedNotice::Edit(edit) => panic!("{edit:?}"),
        }
    }

    #[rstest]
    #[case::with_code(
        Some(()),
        Some("<b>Ура"),
        &["С Днем Рождения!", "&lt;Анна&gt;, пусть", "код ДЯА4589: скидка 10 %, до 4 апреля включительно", "&lt;b&gt;Ура"],
        &["Действует при", "Осталось"]
    )]
    #[case::alone(None, None, &["С Днем Рождения!", "&lt;Анна&gt;, пусть"], &["код"])]
    fn a_greeting_is_put_into_words(
        #[case] gift: Option<()>,
        #[case] note: Option<&str>,
        #[case] says: &[&str],
        #[case] is_silent_of: &[&str],
    ) {
        let html = told(&Notice::Birthday {
            first_name: Some("<Анна>".into()),
            gift: gift.map(|()| ToldDiscount::from(&discount())),
            note: note.map(Into::into),
        });
        assert!(says.iter().all(|words| html.contains(words)), "{html}");
        assert!(!is_silent_of.iter().any(|words| html.contains(words)), "{html}");
    }

    #[test]
    fn a_reminder_names_code_and_last_day() {
        let mut ending = discount();
        ending.expires_at = "2026-03-05T13:59:59.999Z".parse().unwrap();
        let html =
            told(&Notice::Reminder { first_name: None, discount: ToldDiscount::from(&ending) });
        assert!(
            html.contains("Ваша скидка скоро сгорит: ДЯА4589, до 5 марта включительно"),
            "{html}"
        );
    }

    #[test]
    fn a_digest_tells_numbers_and_only_what_needs_a_look() {
        let mut attention = Attention {
            stuck: vec![DigestBroadcast {
                id: None,
                title: "Осень & Ко".into(),
                state: BroadcastState::Paused,
            }],
            budgets: vec![BudgetLine { id: None, template: "Пасха".into(), left: 12 }],
            ..Attention::default()
        };
        let numbers = DayNumbers {
            redeemed: 1_042,
            revenue: Money::from_kopecks(150_050).unwrap(),
            ..DayNumbers::default()
        };
        let digest = |attention: &Attention| {
            told(&Notice::Digest {
                day: "2026-03-04".parse().unwrap(),
                numbers,
                attention: attention.clone(),
            })
        };
        let html = digest(&attention);
        for words in [
            "Итоги за 4 марта",
            "Погашено кодов: 1 042",
            "Выручка: 1 500,50 ₽",
            "Новых клиентов: 0",
            "Застряли рассылки: «Осень &amp; Ко» — на паузе",
            "Бюджеты на исходе: «Пасха» — осталось 12",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(!html.contains("Идут рассылки"), "{html}");
        attention = Attention::default();
        assert!(!digest(&attention).contains("рассылки"));
    }
}
