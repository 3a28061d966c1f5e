//! Letter triples that a new code never starts with.
//!
//! Only the generator asks: a code that is already out must stay redeemable, whatever this list says later.

/// Whether these three letters of the code alphabet read as something a shop would not print.
pub fn is_rude(triple: [char; 3]) -> bool {
    RUDE.iter().any(|word| word.chars().eq(triple))
}

/// Swear words and their beginnings (Й is written И, as in codes), insults, slurs, and what spoils the mood at a sweet counter.
const RUDE: &[&str] = &[
    // swearing
    "БЛЯ", "БЛЕ", "БЗД", "ГОВ", "ДРО", "ЕБА", "ЕБЕ", "ЕБИ", "ЕБК", "ЕБЛ", "ЕБН", "ЕБО", "ЕБС", "ЕБТ", "ЕБУ", "ЕБЦ", "ЕБЧ", "ЕБШ",
    "ЕБЩ", "ЕБЭ", "ЕБЮ", "ЕБЯ", "ЕПТ", "ЖОП", "ЗАЕ", "ИОБ", "МАН", "МУД", "НАХ", "НЕХ", "ОПЗ", "ОХУ", "ПЕЗ", "ПЗД", "ПИЗ", "ПИС",
    "ПОХ", "СЕК", "СЕХ", "СИС", "СРА", "СРЕ", "СРИ", "СРУ", "ССА", "ССУ", "СУК", "СУЧ", "СЦУ", "ТРА", "УЕБ", "ФАК", "ХЕР", "ХРЕ",
    "ХУЕ", "ХУИ", "ХУЛ", "ХУЮ", "ХУЯ", "ЦУК", "ЧЛЕ", "ШЛЮ",
    // body and toilet
    "АНУ", "ВАГ", "ДЕР", "КАК", "КАЛ", "ПУК", "РЖУ", "ФЕК", "ФУУ",
    // insults and slurs
    "ГАД", "ГЕИ", "ГНИ", "ГОМ", "ДАУ", "ДЕБ", "ДУР", "ЖИД", "ЖИР", "ИДИ", "КОЗ", "ЛОХ", "НЕГ", "НИГ", "ПЕД", "ПИД", "СКО", "ТВА", "ТУП",
    "УРО", "ФУФ", "ХАМ", "ХАЧ", "ХОХ", "ЧМО", "ЧУР", "ШМА",
    // gloom and politics
    "АДА", "АДУ", "БЕС", "ВИЧ", "ВОР", "ВСУ", "ГУЛ", "ЗЕК", "ЗЛО", "КГБ", "МВД", "НАЦ", "РАК", "СВО", "СПИ", "ТРУ", "УБИ", "УМР", "ФАШ",
    "ФСБ", "ЧЕР", "ЯДУ",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::DiscountCode;

    #[test]
    fn every_entry_is_a_triple_that_the_generator_could_draw() {
        for word in RUDE {
            assert_eq!(word.chars().count(), 3, "{word}");
            assert!(word.chars().all(|letter| DiscountCode::LETTERS.contains(&letter)), "{word}");
        }
    }

    #[test]
    fn no_entry_stands_twice() {
        let mut sorted = RUDE.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), RUDE.len());
    }

    #[test]
    fn it_leaves_the_generator_nearly_all_triples() {
        assert!(RUDE.len() * 100 < 28 * 28 * 28);
        assert!(is_rude(['Х', 'У', 'И']));
        assert!(!is_rude(['Д', 'Я', 'А']));
    }
}
