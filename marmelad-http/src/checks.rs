//! Checks of texts in bodies.

use crate::problem::Problem;

/// The longest name of a person, in characters.
pub(crate) const NAME: usize = 128;

/// One line of text, trimmed and with single spaces: 1 to `longest` characters.
pub(crate) fn name(path: &str, text: &str, longest: usize) -> Result<String, Problem> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    if (1..=longest).contains(&length) && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    let message = format!("must be 1 to {longest} characters without control characters");
    Err(Problem::invalid(path, "length", message))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("  Анна \n Петрова ", Some("Анна Петрова"))]
    #[case("ЯЯЯЯЯЯЯЯЯЯЯЯ", Some("ЯЯЯЯЯЯЯЯЯЯЯЯ"))]
    #[case("", None)]
    #[case("   ", None)]
    #[case("ЯЯЯЯЯЯЯЯЯЯЯЯЯ", None)]
    #[case("a\0b", None)]
    fn names(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(name("/x", text, 12).ok().as_deref(), expected);
    }
}
