//! Letter triples with which a new code never starts.
//!
//! Only the generator uses the list: an issued code stays redeemable when its triple is added
//! later.

/// Whether three letters of the code alphabet read as a word that must not be printed on a code.
pub fn is_rude(triple: [char; 3]) -> bool {
    rude_words().any(|word| word.chars().eq(triple))
}

fn rude_words() -> impl Iterator<Item = &'static str> {
    [SWEARING, BODY, INSULTS, GLOOM].into_iter().flatten().copied()
}

/// Swear words and their beginnings; Й is written as И, as in codes.
const SWEARING: &[&str] = &[
    "БЛЯ", "БЛЕ", "БЗД", "ГОВ", "ДРО", "ЕБА", "ЕБЕ", "ЕБИ", "ЕБК", "ЕБЛ", "ЕБН", "ЕБО", "ЕБС",
    "ЕБТ", "ЕБУ", "ЕБЦ", "ЕБЧ", "ЕБШ", "ЕБЩ", "ЕБЭ", "ЕБЮ", "ЕБЯ", "ЕПТ", "ЖОП", "ЗАЕ", "ИОБ",
    "МАН", "МУД", "НАХ", "НЕХ", "ОПЗ", "ОХУ", "ПЕЗ", "ПЗД", "ПИЗ", "ПИС", "ПОХ", "СЕК", "СЕХ",
    "СИС", "СРА", "СРЕ", "СРИ", "СРУ", "ССА", "ССУ", "СУК", "СУЧ", "СЦУ", "ТРА", "УЕБ", "ФАК",
    "ХЕР", "ХРЕ", "ХУЕ", "ХУИ", "ХУЛ", "ХУЮ", "ХУЯ", "ЦУК", "ЧЛЕ", "ШЛЮ",
];

/// Words for body parts and the toilet.
const BODY: &[&str] = &["АНУ", "ВАГ", "ДЕР", "КАК", "КАЛ", "ПУК", "РЖУ", "ФЕК", "ФУУ"];

const INSULTS: &[&str] = &[
    "ГАД", "ГЕИ", "ГНИ", "ГОМ", "ДАУ", "ДЕБ", "ДУР", "ЖИД", "ЖИР", "ИДИ", "КОЗ", "ЛОХ", "НЕГ",
    "НИГ", "ПЕД", "ПИД", "СКО", "ТВА", "ТУП", "УРО", "ФУФ", "ХАМ", "ХАЧ", "ХОХ", "ЧМО", "ЧУР",
    "ШМА",
];

/// Sad words that do not suit a sweet shop.
const GLOOM: &[&str] = &[
    "АДА", "АДУ", "БЕС", "ВИЧ", "ВОР", "ВСУ", "ГУЛ", "ЗЕК", "ЗЛО", "КГБ", "МВД", "НАЦ", "РАК",
    "СВО", "СПИ", "ТРУ", "УБИ", "УМР", "ФАШ", "ФСБ", "ЧЕР", "ЯДУ",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::discounts::DiscountCode;

    #[test]
    fn every_word_is_a_drawable_triple_and_unique() {
        let mut seen = HashSet::new();
        for word in rude_words() {
            assert_eq!(word.chars().count(), 3, "{word}");
            assert!(word.chars().all(|letter| DiscountCode::LETTERS.contains(&letter)), "{word}");
            assert!(seen.insert(word), "{word} stands twice");
        }
    }

    #[test]
    fn the_blocklist_leaves_nearly_all_triples() {
        assert!(rude_words().count() * 100 < 28 * 28 * 28);
        assert!(is_rude(['Х', 'У', 'И']));
        assert!(!is_rude(['Д', 'Я', 'А']));
    }
}
