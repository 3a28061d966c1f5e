use crate::settings::SettingFault;
use rstest::rstest;
use serde_json::json;

use crate::messages::TextFault;
use crate::settings::current::*;

fn boot() -> BootDefaults {
    BootDefaults { telegram_channel_id: Some("@marmelad".to_owned()), ..BootDefaults::default() }
}

#[test]
fn defaults_stand_in_the_getters() {
    let settings = Settings::defaults(boot());
    assert_eq!(settings.telegram_channel_id(), Some("@marmelad"));
    assert_eq!(settings.broadcast_rate_per_minute(), 25);
    assert_eq!(settings.telegram_rate_per_second(), 25);
    assert_eq!(settings.birthday_greeting_hour(), 9);
    assert_eq!(settings.birthday_change_days(), 365);
    assert_eq!(settings.birthday_hold_days(), 7);
    assert_eq!(settings.reminder_days_before(), 3);
    assert_eq!(settings.reminder_hour(), 12);
    assert_eq!(settings.digest_hour(), 9);
    assert_eq!(settings.wrong_code_limit(), 10);
    assert_eq!(settings.wrong_code_window_minutes(), 5);
    assert_eq!(settings.wrong_code_pause_minutes(), 5);
    assert_eq!(settings.quiet_hours(), Some(QuietHours::DEFAULT));
    assert_eq!(settings.privacy_policy_url(), None);
    assert_eq!(settings.consent_version(), "1");
    assert_eq!(settings.main_bot_username(), None);
    assert_eq!(settings.text(TextKey::CANCELLED), "Отменено");
}

#[test]
fn stored_rows_win_and_broken_ones_are_reported() {
    let rows = [
        ("digest_hour", json!(7)),
        ("telegram_channel_id", json!("-1001234567890")),
        ("quiet_hours", json!(null)),
        ("text_cancelled", json!("<b>Отменено</b>")),
        ("reminder_hour", json!(99)),
        ("of_a_newer_version", json!(1)),
    ];
    let (settings, problems) =
        Settings::load(boot(), rows.map(|(key, value)| (key.to_owned(), value)));
    assert_eq!(settings.digest_hour(), 7);
    assert_eq!(settings.telegram_channel_id(), Some("-1001234567890"));
    assert_eq!(settings.quiet_hours(), None);
    assert_eq!(settings.render(TextKey::CANCELLED, &[]), "<b>Отменено</b>");
    assert_eq!(settings.reminder_hour(), 12);
    let keys: Vec<_> = problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["reminder_hour", "of_a_newer_version"]);
}

#[test]
fn null_brings_the_default_back() {
    let mut settings = Settings::defaults(boot());
    for (key, value) in [("digest_hour", json!(7)), ("telegram_channel_id", json!("@other"))] {
        settings.apply(check(key, &value, &boot()).unwrap());
        assert_eq!(settings.to_json()[key], value);
        let back = check(key, &Value::Null, &boot()).unwrap();
        assert_eq!(back.stored(), None);
        settings.apply(back);
    }
    assert_eq!(settings, Settings::defaults(boot()));
}

#[rstest]
#[case("digest_hour", json!(0))]
#[case("digest_hour", json!(23))]
#[case("broadcast_rate_per_minute", json!(0))]
#[case("broadcast_rate_per_minute", json!(1800))]
#[case("telegram_rate_per_second", json!(30))]
#[case("telegram_channel_id", json!("@marmelad_dvorik"))]
#[case("telegram_channel_id", json!("-1001234567890"))]
#[case("privacy_policy_url", json!("https://example.com/policy"))]
#[case("consent_version", json!("2026-03"))]
#[case("main_bot_username", json!("marmelad_bot"))]
#[case("quiet_hours", json!({"from": "22:30", "to": "08:00"}))]
#[case("quiet_hours", json!(null))]
#[case("text_code_issued", json!("Код {code} &lt;3"))]
fn takes(#[case] key: &str, #[case] value: Value) {
    let change = check(key, &value, &boot()).unwrap();
    assert_eq!(change.key().name(), key);
    assert_eq!(change.stored(), Some(value.clone()));
    let mut settings = Settings::defaults(boot());
    settings.apply(change);
    assert_eq!(settings.to_json()[key], value);
}

#[rstest]
#[case("digest_hour", json!(24), "setting `digest_hour`: expected a whole number from 0 to 23, got 24")]
#[case("digest_hour", json!(-1), "setting `digest_hour`: expected a whole number from 0 to 23, got -1")]
#[case("digest_hour", json!(9.5), "setting `digest_hour`: expected a whole number from 0 to 23, got 9.5")]
#[case("digest_hour", json!("9"), "setting `digest_hour`: expected a whole number from 0 to 23, got \"9\"")]
#[case("digest_hour", json!(4_294_967_296_u64), "setting `digest_hour`: expected a whole number from 0 to 23, got 4294967296")]
#[case("broadcast_rate_per_minute", json!(1801), "setting `broadcast_rate_per_minute`: expected a whole number from 0 to 1800, got 1801")]
#[case("wrong_code_limit", json!(0), "setting `wrong_code_limit`: expected a whole number from 1 to 1000, got 0")]
#[case(
    "telegram_rate_per_second",
    json!(0),
    "setting `telegram_rate_per_second`: 0 (no limit) is allowed only with another Bot API server (TELEGRAM_API_URL); expected 1 to 30"
)]
#[case("telegram_channel_id", json!("marmelad"), "setting `telegram_channel_id`: expected `@name` or `-100…`, got \"marmelad\"")]
#[case("telegram_channel_id", json!("-100"), "setting `telegram_channel_id`: expected `@name` or `-100…`, got \"-100\"")]
#[case("telegram_channel_id", json!(-100_123), "setting `telegram_channel_id`: expected `@name` or `-100…`, got -100123")]
#[case("privacy_policy_url", json!("tg://x"), "setting `privacy_policy_url`: expected an http or https address, got \"tg://x\"")]
#[case(
    "quiet_hours",
    json!("21:00"),
    "setting `quiet_hours`: expected {\"from\":\"21:00\",\"to\":\"09:00\"} with two different times, or null"
)]
#[case("text_code_issued", json!(1), "setting `text_code_issued`: expected a text")]
#[case("text_code_issued", json!("скидка"), "setting `text_code_issued`: `{code}` must stand in it")]
#[case("digets_hour", json!(1), "setting `digets_hour`: there is no such setting; did you mean digest_hour?")]
#[case("zzz", json!(1), "setting `zzz`: there is no such setting")]
#[case("text_zzz", json!("x"), "setting `text_zzz`: there is no such setting")]
fn refuses_and_says_what_is_expected(
    #[case] key: &str,
    #[case] value: Value,
    #[case] message: &str,
) {
    assert_eq!(check(key, &value, &boot()).unwrap_err().to_string(), message);
}

#[test]
fn no_limit_needs_another_server() {
    let own = BootDefaults { has_own_api_server: true, ..boot() };
    let change = check("telegram_rate_per_second", &json!(0), &own).unwrap();
    assert_eq!(change, SettingChange::Integer(IntegerSetting::TelegramRatePerSecond, Some(0)));
}

#[test]
fn lines_are_trimmed_and_an_empty_one_is_none() {
    assert_eq!(
        check("main_bot_username", &json!(" @marmelad_bot "), &boot()).unwrap(),
        SettingChange::Line(LineSetting::MainBotUsername, Some("marmelad_bot".to_owned()))
    );
    assert_eq!(check("privacy_policy_url", &json!(" "), &boot()).unwrap().stored(), None);
}

#[rstest]
#[case("digest_hour", " 7 ", json!(7))]
#[case("digest_hour", "seven", json!("seven"))]
#[case("digest_hour", "null", json!(null))]
#[case("quiet_hours", "21:00 - 09:00", json!({"from": "21:00", "to": "09:00"}))]
#[case("quiet_hours", "{\"from\":\"21:00\",\"to\":\"09:00\"}", json!({"from": "21:00", "to": "09:00"}))]
#[case("quiet_hours", "null", json!(null))]
#[case("consent_version", "2", json!("2"))]
fn operators_type_values(#[case] key: &str, #[case] typed: &str, #[case] value: Value) {
    assert_eq!(SettingKey::find(key).unwrap().read_typed(typed), value);
}

#[test]
fn every_default_passes_its_own_check() {
    let settings = Settings::defaults(boot());
    for key in SettingKey::all() {
        let name = key.name();
        assert_eq!(SettingKey::find(&name), Some(key));
        assert!(check(&name, &settings.get(key), &boot()).is_ok(), "{name}");
        assert!(
            !key.about_ru().is_empty() && key.about_en().is_ascii() | name.starts_with("text_"),
            "{name}"
        );
    }
    assert_eq!(settings.to_json().len(), SettingKey::all().count());
}

#[test]
fn a_text_fault_keeps_its_cause() {
    let error = check("text_help", &json!("{code}"), &boot()).unwrap_err();
    assert!(
        matches!(error.fault, SettingFault::Text(TextFault::UnknownPlaceholder { name, .. }) if name == "code")
    );
}
