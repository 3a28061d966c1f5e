//! The placeholders of broadcasts.

use crate::messages::texts::placeholder::{
    CODE, DISPLAY_NAME, FIRST_NAME, LAST_DAY, MIN_ORDER, USES_LEFT, VALUE,
};
use crate::messages::{Placeholder, names_in, truncate_utf16};

/// Allowed in every broadcast.
const ALWAYS: &[Placeholder] = &[FIRST_NAME, DISPLAY_NAME];
/// Allowed with a discount template: facts about the recipient's own code.
const WITH_CODE: &[Placeholder] =
    &[FIRST_NAME, DISPLAY_NAME, CODE, VALUE, LAST_DAY, MIN_ORDER, USES_LEFT];

/// The allowed placeholders; a discount template adds some.
pub fn allowed_placeholders(has_template: bool) -> &'static [Placeholder] {
    if has_template { WITH_CODE } else { ALWAYS }
}

/// Whether the placeholder exists only with a discount template.
pub(super) fn needs_template(name: &str) -> bool {
    let has = |known: &[Placeholder]| known.iter().any(|known| known.name == name);
    has(WITH_CODE) && !has(ALWAYS)
}

/// A placeholder of broadcasts in a text that allows none.
pub(super) fn misplaced(text: &str) -> Option<&str> {
    names_in(text).find(|name| WITH_CODE.iter().any(|known| known.name == *name))
}

/// Whether the value can be empty: some discounts have no minimum amount or no number of uses.
/// Names, code, value and last day are never empty.
pub(super) fn may_be_empty(placeholder: &Placeholder) -> bool {
    [MIN_ORDER.name, USES_LEFT.name].contains(&placeholder.name)
}

/// Whether the text contains the code. A text with a discount template but without the code is most likely a mistake.
pub fn shows_code(body: &str) -> bool {
    names_in(body).any(|name| name == CODE.name)
}

/// `{first_name}`, cut at its longest; without a first name, the display name.
pub(super) fn first_name(first: Option<&str>, display_name: &str) -> String {
    let first = first.map(str::trim).filter(|name| !name.is_empty());
    let name = first.unwrap_or_else(|| display_name.trim());
    truncate_utf16(name, FIRST_NAME.max_len).into_owned()
}

/// `{display_name}`, cut at its longest.
pub(super) fn display_name(display_name: &str) -> String {
    truncate_utf16(display_name.trim(), DISPLAY_NAME.max_len).into_owned()
}
