use proptest::prelude::*;
use rstest::rstest;

use crate::discounts::code::*;

fn code(text: &str) -> TypedCode {
    TypedCode::Code(DiscountCode::parse_exact(text).expect("a code"))
}

#[rstest]
#[case::as_stored("ДЯА4589", "ДЯА4589")]
#[case::lower_case("дяа4589", "ДЯА4589")]
#[case::with_space("дяа 4589", "ДЯА4589")]
#[case::pulled_apart(" д-я.а\u{a0}45\u{2013}89\n", "ДЯА4589")]
#[case::zero_width_joiners("ДЯ\u{200d}А\u{200b}45\u{ad}89", "ДЯА4589")]
#[case::keycap_emoji("ДЯА4\u{fe0f}\u{20e3}5\u{fe0f}\u{20e3}89", "ДЯА4589")]
#[case::yo_and_short_i("ёйё0000", "ЕИЕ0000")]
#[case::decomposed("е\u{308}и\u{306}а0000", "ЕИА0000")]
#[case::stress_mark("дя\u{301}а4589", "ДЯА4589")]
#[case::latin_abc("ABC1234", "АВС1234")]
#[case::latin_ehk("ehk1234", "ЕНК1234")]
#[case::latin_mop("mOp1234", "МОР1234")]
#[case::latin_txy("TXY1234", "ТХУ1234")]
#[case::digits_at_letter_places("0331234", "ОЗЗ1234")]
#[case::only_digits("3003000", "ЗОО3000")]
#[case::cyrillic_o_and_z("аааозоз", "ААА0303")]
#[case::latin_o("aaaoOoO", "ААА0000")]
#[case::latin_i_and_l("АААilIL", "ААА1111")]
#[case::ukrainian_i("АААііІІ", "ААА1111")]
#[case::prefix("промокод ДЯА4589", "ДЯА4589")]
#[case::prefix_glued("КОДДЯА4589", "ДЯА4589")]
#[case::prefix_with_colon("Код: дяа-4589", "ДЯА4589")]
#[case::prefix_english("code ДЯА4589", "ДЯА4589")]
#[case::prefix_english_in_cyrillic("соdе дяа 4589", "ДЯА4589")]
#[case::prefix_latin_look_alikes("ПPOMOKOД дяа 4589", "ДЯА4589")]
#[case::prefix_short_latin_look_alikes("KOД дяа 4589", "ДЯА4589")]
#[case::prefix_word_is_a_code("КОД1234", "КОД1234")]
#[case::prefix_word_is_a_code_spaced("код 1234", "КОД1234")]
#[case::prefix_before_prefix_word("код код 1234", "КОД1234")]
#[case::long_prefix_before_prefix_word("промокод код1234", "КОД1234")]
#[case::sentence("Ваша скидка: ДЯА4589", "ДЯА4589")]
#[case::sentence_with_date("Ваша скидка скоро сгорит: дяа4589, до 5 марта включительно", "ДЯА4589")]
#[case::sentence_with_look_alikes("вот ABCo3i4 !", "АВС0314")]
#[case::sentence_with_prefix("мой промокод ДЯА4589, спасибо", "ДЯА4589")]
#[case::quoted("«ДЯА4589»", "ДЯА4589")]
#[case::code_of_two_prefixes("Промокод: КОД КОД1234", "КОД1234")]
fn reads(#[case] typed: &str, #[case] expected: &str) {
    assert_eq!(TypedCode::read(typed), code(expected));
}

#[rstest]
#[case::alone("дяа 4589", true)]
#[case::with_its_word("код: дяа 4589", true)]
#[case::in_a_sentence("Ошибка, это ДЯА4589", false)]
#[case::a_word_before("перебил ДЯА4589", false)]
fn a_code_alone_is_distinguished_from_a_sentence(#[case] typed: &str, #[case] is_alone: bool) {
    assert_eq!(TypedCode::read_alone(typed).is_some(), is_alone);
}

#[rstest]
#[case::nothing("", "")]
#[case::blank(" \n ", "")]
#[case::word(" привет ", "привет")]
#[case::too_short("ДЯА458", "ДЯА458")]
#[case::too_long("ДЯА45890", "ДЯА45890")]
#[case::hard_sign("ЪЯА4589", "ЪЯА4589")]
#[case::other_latin("QWZ4589", "QWZ4589")]
#[case::keyboard_layout("lzf4589", "lzf4589")]
#[case::other_digits("ДЯА٤٥٨٩", "ДЯА٤٥٨٩")]
#[case::wide_digits("ДЯА４５８９", "ДЯА４５８９")]
#[case::reversed("4589ДЯА", "4589ДЯА")]
#[case::two_codes("ДЯА4589 БББ0001", "ДЯА4589 БББ0001")]
#[case::same_code_twice("ДЯА4589, ДЯА4589", "ДЯА4589, ДЯА4589")]
#[case::prefix_alone("промокод", "промокод")]
#[case::two_prefixes_and_pieces("код код ДЯА 4589", "код код ДЯА 4589")]
#[case::sharp_s("ßА4589", "ßА4589")]
#[case::long("1234567890 1234567890 1234567890 1234567890", "1234567890 1234567890 1234567890")]
#[case::cut_at_a_space("абвгдежзик абвгдежзик абвгдежзи хвост", "абвгдежзик абвгдежзик абвгдежзи")]
fn refuses(#[case] typed: &str, #[case] kept: &str) {
    assert_eq!(TypedCode::read(typed), TypedCode::NotACode { kept: kept.to_owned() });
}

#[rstest]
#[case("ДЯА4589", true)]
#[case("дяа4589", false)]
#[case("ДЯА 4589", false)]
#[case("ДЯA4589", false)]
#[case("ДЯЙ4589", false)]
#[case("ДЯА458", false)]
#[case("ДЯА45890", false)]
#[case("ДЯА45８9", false)]
#[case("ДЯ", false)]
#[case("", false)]
fn parses_only_the_stored_form(#[case] text: &str, #[case] exact: bool) {
    assert_eq!(DiscountCode::parse_exact(text).is_some(), exact);
    assert_eq!(serde_json::from_value::<DiscountCode>(text.into()).is_ok(), exact);
}

#[test]
fn json_is_the_code_itself() {
    let code = DiscountCode::parse_exact("ДЯА4589").expect("a code");
    assert_eq!(serde_json::json!(code), "ДЯА4589");
}

#[test]
fn a_rude_triple_is_drawn_again() {
    let place = |letter| {
        (0_u32..)
            .zip(DiscountCode::LETTERS)
            .find(|(_, other)| *other == letter)
            .expect("a letter")
            .0
    };
    let mut numbers =
        [place('Х'), place('У'), place('И'), place('Д'), place('Я'), place('А'), 0, 5, 8, 9]
            .into_iter();
    let mut bounds = Vec::new();
    let code = DiscountCode::from_draw(&mut |bound| {
        bounds.push(bound);
        numbers.next().expect("ten draws at most")
    });
    assert_eq!(code.as_ref(), "ДЯА0589");
    assert_eq!(bounds, [28, 28, 28, 28, 28, 28, 10, 10, 10, 10]);
}

#[test]
fn reading_ignores_the_blocklist() {
    assert_eq!(TypedCode::read("хуи1234"), code("ХУИ1234"));
}

/// Any code that the generator can draw.
fn codes() -> impl Strategy<Value = DiscountCode> {
    any::<u64>().prop_map(|seed| {
        let mut state = seed;
        DiscountCode::from_draw(&mut |bound| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((state >> 33) % u64::from(bound)).unwrap_or(0)
        })
    })
}

/// The code as typed on a Latin keyboard with look-alike letters.
fn in_look_alikes(code: &DiscountCode) -> String {
    let letters = code.as_ref().chars().take(3).map(|letter| match letter {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Н' => 'H',
        'К' => 'K',
        'М' => 'M',
        'О' => '0',
        'Р' => 'P',
        'Т' => 'T',
        'Х' => 'X',
        'У' => 'Y',
        'З' => '3',
        other => other,
    });
    let digits = code.as_ref().chars().skip(3).map(|digit| match digit {
        '0' => 'O',
        '1' => 'l',
        '3' => 'З',
        other => other,
    });
    letters.chain(digits).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_kept_short(text in any::<String>()) {
        let typed = TypedCode::read(&text);
        prop_assert!(typed.kept().chars().count() <= 32);
    }

    #[test]
    fn code_like_text_is_read_without_panic(text in "[А-яA-zЁёЙйІі0-9 .:-]{0,24}") {
        if let Some(read) = TypedCode::read(&text).code() {
            prop_assert_eq!(TypedCode::read(read.as_ref()), TypedCode::Code(read.clone()));
        }
    }

    #[test]
    fn a_drawn_code_is_read_back_from_typed_forms(code in codes(), separator in "[ .:_\u{a0}–-]{0,3}") {
        let expected = TypedCode::Code(code.clone());
        let look_alikes = in_look_alikes(&code);
        let apart: String = code.as_ref().chars().flat_map(|sign| separator.chars().chain([sign])).collect();
        for typed in [
            code.to_string(),
            code.to_string().to_lowercase(),
            look_alikes.to_lowercase(),
            format!("промокод{separator}{code}"),
            format!("Code{separator}{look_alikes}"),
            format!("код{separator}{}", apart.to_lowercase()),
            format!("Ваша скидка: {code}, до 5 марта включительно"),
            format!("вот она {look_alikes}!"),
            look_alikes,
            apart,
        ] {
            prop_assert_eq!(TypedCode::read(&typed), expected.clone(), "typed {}", typed);
        }
    }

    #[test]
    fn a_drawn_code_is_well_formed_and_not_rude(code in codes()) {
        prop_assert_eq!(DiscountCode::parse_exact(code.as_ref()), Some(code.clone()));
        let triple: Vec<char> = code.as_ref().chars().take(3).collect();
        prop_assert!(!is_rude([triple[0], triple[1], triple[2]]));
    }
}
