#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use rstest::rstest;

use crate::messages::texts::*;
use crate::messages::visible_len_utf16;

/// The default text rendered with the sample of every placeholder.
fn sample(key: TextKey) -> String {
    let values: Vec<_> =
        key.spec().placeholders.iter().map(|known| (known.name, known.sample)).collect();
    key.render(key.spec().default, &values)
}

#[test]
fn every_default_passes_its_own_check_and_leaves_nothing_unrendered() {
    for key in TextKey::all() {
        assert_eq!(check_text(key, key.spec().default), Ok(()), "{key:?}");
        let text = sample(key);
        assert!(!text.contains(['{', '}']), "{key:?}: {text}");
        let length = visible_len_utf16(&text).unwrap();
        assert!((1..=key.spec().surface.limit()).contains(&length), "{key:?}: {length}");
    }
}

#[test]
fn every_default_still_says_something_without_its_optional_values() {
    for key in TextKey::all() {
        let required = key.spec().placeholders.iter().filter(|known| known.is_required);
        let values: Vec<_> = required.map(|known| (known.name, known.sample)).collect();
        let text = key.render(key.spec().default, &values);
        assert!(!text.contains("\n\n\n") && text.trim() == text, "{key:?}: {text:?}");
        assert!(!text.is_empty(), "{key:?}");
    }
}

#[test]
fn defaults_are_typeset() {
    for key in TextKey::all() {
        let text = sample(key);
        for slip in ["  ", " ,", " .", "...", " - ", "\"", "!.", "..", " \n"] {
            let plain = text.replace("<a href=\"https://example.com/policy\">", "");
            assert!(!plain.contains(slip), "{key:?} has {slip:?}: {text}");
        }
    }
}

#[test]
fn names_and_descriptions_are_there_and_names_are_unique() {
    let mut seen = HashSet::new();
    for key in TextKey::all() {
        let spec = key.spec();
        assert!(seen.insert(spec.name), "{} stands twice", spec.name);
        assert!(
            spec.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'),
            "{}",
            spec.name
        );
        assert!(!spec.ru.is_empty() && spec.en.is_ascii() | spec.en.contains('«'), "{}", spec.name);
        assert_eq!(TextKey::find(spec.name), Some(key));
    }
    assert_eq!(TextKey::find("nothing"), None);
    assert_eq!(TextKey::CODE_ISSUED.setting(), "text_code_issued");
}

#[rstest]
#[case(TextKey::CANCELLED, "Отменено")]
#[case(TextKey::UNKNOWN_INPUT, "Выберите действие на клавиатуре")]
#[case(TextKey::CODE_ISSUED, "Ваша скидка: ДЯА4589")]
#[case(TextKey::CODE_ISSUED, "скидка 10 %, до 5 марта включительно")]
#[case(TextKey::CAMPAIGN_GIFT, "Ваша скидка: ДЯА4589")]
#[case(TextKey::CODE_STILL_ACTIVE, "Вы уже получали скидку")]
#[case(TextKey::NEXT_CODE_AT, "Вы уже получали скидку")]
#[case(TextKey::NEXT_CODE_NEVER, "Вы уже получали скидку")]
#[case(TextKey::NOT_SUBSCRIBED, "Вы не подписаны")]
#[case(TextKey::NO_DISCOUNT_NOW, "Сейчас скидок нет, загляните позже")]
#[case(TextKey::CHECK_UNAVAILABLE, "Проверка подписки временно недоступна")]
#[case(TextKey::MY_DISCOUNTS_EMPTY, "У вас нет активных скидок")]
#[case(TextKey::BIRTHDAY_ASK, "Введите дату")]
#[case(TextKey::BIRTHDAY_BAD, "Неверный формат")]
#[case(TextKey::BIRTHDAY_BAD, "03.02.2002")]
#[case(TextKey::PHONE_NOT_OWN, "Отправьте свой номер кнопкой")]
#[case(TextKey::MARKETING_OFF, "Снова получать рассылки")]
#[case(TextKey::BIRTHDAY_GIFT, "С Днем Рождения!")]
#[case(TextKey::BIRTHDAY_GREETING, "С Днем Рождения!")]
#[case(TextKey::REMINDER, "Ваша скидка скоро сгорит: ДЯА4589, до 5 марта включительно")]
#[case(TextKey::REDEEMED_NOTICE, "Ваш код ДЯА4589 использован.")]
#[case(TextKey::UNDONE_NOTICE, "Погашение кода ДЯА4589 отменено. Код снова действует.")]
#[case(TextKey::REQUEST_SENT, "Запрос отправлен")]
#[case(TextKey::REQUEST_PENDING, "Ваш запрос на рассмотрении")]
#[case(TextKey::REQUEST_REJECTED, "Запрос отклонён")]
#[case(TextKey::ACCESS_DISABLED, "Доступ отключён")]
#[case(TextKey::CODE_NOT_FOUND, "Код не найден")]
#[case(TextKey::CODE_USED, "Код уже погашен")]
#[case(TextKey::CODE_EXPIRED, "Код истек")]
#[case(TextKey::CODE_REVOKED, "Код отозван")]
#[case(
    TextKey::CODE_VALID,
    "Код валиден: ДЯА4589. Клиент: Анна Иванова. Скидка: 10 %. До 5 марта включительно. Погасить?"
)]
#[case(TextKey::REDEEM_DONE, "Погашено ✅")]
#[case(TextKey::UNDO_ASK_REASON, "Укажите причину")]
#[case(TextKey::UNDO_DONE, "Погашение отменено")]
#[case(TextKey::AMOUNT_ASK, "Сумма?")]
#[case(TextKey::AMOUNT_NEEDED, "Нужна сумма покупки")]
#[case(TextKey::BELOW_MINIMUM, "Сумма меньше минимальной: 500 ₽")]
#[case(TextKey::PAUSED, "Слишком много неверных кодов. Попробуйте через 5 минут")]
#[case(TextKey::STATS, "Сегодня: погашено 42 на сумму 1 500,50 ₽, новых клиентов 7")]
fn promised_words_stand_in_the_message(#[case] key: TextKey, #[case] words: &str) {
    assert!(sample(key).contains(words), "{}", sample(key));
}

#[test]
fn one_text_serves_with_and_without_an_amount() {
    let key = TextKey::REDEEM_DONE;
    let plain = [("code", "ДЯА4589"), ("display_name", "Анна <3"), ("value", "10 %")];
    assert_eq!(
        key.render(key.spec().default, &plain),
        "Погашено ✅\n\nКод: ДЯА4589\nКлиент: Анна &lt;3\nСкидка: 10 %"
    );
    let amount = [
        ("code", "ДЯА4589"),
        ("amount", "1 500 ₽"),
        ("discount_amount", "150 ₽"),
        ("to_pay", "1 350 ₽"),
    ];
    assert_eq!(
        key.render(key.spec().default, &amount),
        "Погашено ✅\n\nКод: ДЯА4589\n\nСумма покупки: 1 500 ₽\nСкидка с этой покупки: 150 ₽\n<b>К оплате: 1 350 ₽</b>"
    );
}

#[test]
fn html_of_its_own_is_kept_and_all_else_escaped() {
    let rendered =
        TextKey::CODE_ISSUED.render("{code} {note}", &[("code", "<b>"), ("note", "<b>!</b>")]);
    assert_eq!(rendered, "&lt;b&gt; <b>!</b>");
    assert_eq!(TextKey::REQUEST_ALREADY_DECIDED.render("{admin}", &[("admin", "R&D")]), "R&D");
}

fn fault(key: TextKey, text: &str) -> TextFault {
    check_text(key, text).unwrap_err().fault
}

#[test]
fn faults_are_named() {
    let key = TextKey::CODE_ISSUED;
    assert_eq!(fault(key, " \n"), TextFault::Empty);
    assert_eq!(fault(key, "код {code"), TextFault::StrayBrace(4));
    assert_eq!(fault(key, "без кода"), TextFault::MissingPlaceholder("code"));
    assert!(matches!(fault(key, "{code} {shop}"), TextFault::UnknownPlaceholder { name, allowed }
        if name == "shop" && allowed.contains(&"last_day")));
    assert!(matches!(fault(key, "{code} <b>"), TextFault::Html(_)));
    assert!(matches!(fault(key, "{code} <a href=\"{first_name}\">x</a>"), TextFault::Html(_)));
    assert_eq!(fault(key, "{code}\n<b>{value}\nда</b>"), TextFault::HtmlAcrossLines);
    assert_eq!(
        fault(key, &format!("{{code}}{}", "ы".repeat(4090))),
        TextFault::TooLong { length: 4097, limit: 4096 }
    );
    assert_eq!(check_text(key, &format!("{{code}}{}", "ы".repeat(4089))), Ok(()));
    assert_eq!(
        fault(TextKey::BUTTON_STALE, &"ы".repeat(201)),
        TextFault::TooLong { length: 201, limit: 200 }
    );
    assert_eq!(check_text(TextKey::BUTTON_STALE, "1 < 2"), Ok(()));
    assert_eq!(
        check_text(TextKey::HELP, "{code}").unwrap_err().to_string(),
        "text `help`: `{code}` is not known; this text has no placeholders"
    );
}
