//! Cleaning the names of uploaded files.

/// The longest stored name, in characters.
const LONGEST: usize = 120;
/// The longest extension that a cut preserves, in characters (`.tar.gz` is shorter).
const LONGEST_EXTENSION: usize = 12;

/// Makes a name safe to store and show: no folders, one line, no characters that headers or file systems reject.
/// Returns `file` when nothing is left. A cut preserves the extension.
pub fn clean_file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = name
        .chars()
        .filter(|sign| !sign.is_control())
        .map(|sign| match sign {
            '"' | '<' | '>' | ':' | '|' | '?' | '*' => '_',
            other => other,
        })
        .collect();
    let clean = clean.trim().trim_matches('.').trim();
    if clean.is_empty() {
        return "file".to_owned();
    }
    if clean.chars().count() <= LONGEST {
        return clean.to_owned();
    }
    let extension = clean
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|extension| extension.chars().count() <= LONGEST_EXTENSION);
    match extension {
        Some(extension) => {
            let room = LONGEST - 1 - extension.chars().count();
            let stem: String = clean.chars().take(room).collect();
            format!("{stem}.{extension}")
        }
        None => clean.chars().take(LONGEST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Прайс май.pdf", "Прайс май.pdf")]
    #[case("../../etc/passwd", "passwd")]
    #[case("C:\\Фото\\a.jpg", "a.jpg")]
    #[case("a\r\nX-Header: 1.jpg", "aX-Header_ 1.jpg")]
    #[case("\"a\".jpg", "_a_.jpg")]
    #[case("..", "file")]
    #[case("  ", "file")]
    #[case("", "file")]
    fn cleaned(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(clean_file_name(name), expected);
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let name = clean_file_name(&format!("{}.pdf", "ы".repeat(300)));
        assert!(name.ends_with("ы.pdf") && name.chars().count() == 120, "{name}");
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_line_that_fits(name in any::<String>()) {
            let clean = clean_file_name(&name);
            prop_assert!((1..=120).contains(&clean.chars().count()));
            prop_assert!(!clean.contains(['/', '\\', '"']) && !clean.chars().any(char::is_control));
        }
    }
}
