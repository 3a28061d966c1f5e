//! Words for clients who are left out of a broadcast.

use super::Excluded;
use crate::messages::ru;
use crate::messages::texts::words;

/// Who is left out and why: «отписались 12, заблокировали бота 3»; empty when nobody is.
pub fn left_out(excluded: Excluded) -> String {
    let reasons = [
        (words::LEFT_OUT_OPTED_OUT, excluded.opted_out),
        (words::LEFT_OUT_BLOCKED, excluded.blocked),
        (words::LEFT_OUT_NO_CONSENT, excluded.no_consent),
    ];
    let told = reasons.iter().filter(|(_, count)| *count > 0);
    told.map(|(reason, count)| format!("{reason} {}", ru::grouped_count(*count)))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case((0, 0, 0), "")]
    #[case((3, 1_200, 0), "отписались 1 200, заблокировали бота 3")]
    #[case((0, 0, 2), "не соглашались на предложения 2")]
    fn only_reasons_with_clients_are_named(
        #[case] (blocked, opted_out, no_consent): (u64, u64, u64),
        #[case] text: &str,
    ) {
        let excluded = Excluded { blocked, opted_out, no_consent };
        assert_eq!(left_out(excluded).replace('\u{a0}', " "), text);
    }
}
