//! What stands in braces in a broadcast.

use crate::messages::texts::placeholder::{
    CODE, DISPLAY_NAME, FIRST_NAME, LAST_DAY, MIN_ORDER, USES_LEFT, VALUE,
};
use crate::messages::{Placeholder, names_in, truncate_utf16};

/// In every broadcast.
const ALWAYS: &[Placeholder] = &[FIRST_NAME, DISPLAY_NAME];
/// With a discount template: about the recipient's own code.
const WITH_CODE: &[Placeholder] = &[
    FIRST_NAME,
    DISPLAY_NAME,
    CODE,
    VALUE,
    LAST_DAY,
    MIN_ORDER,
    USES_LEFT,
];

/// What may stand in braces; more of it with a discount template.
pub fn allowed_placeholders(has_template: bool) -> &'static [Placeholder] {
    if has_template { WITH_CODE } else { ALWAYS }
}

/// Whether it would be known with a discount template, but is not without.
pub(super) fn needs_template(name: &str) -> bool {
    let has = |known: &[Placeholder]| known.iter().any(|known| known.name == name);
    has(WITH_CODE) && !has(ALWAYS)
}

/// A placeholder of broadcasts in a text that takes none.
pub(super) fn misplaced(text: &str) -> Option<&str> {
    names_in(text).find(|name| WITH_CODE.iter().any(|known| known.name == *name))
}

/// Of a discount that holds for every purchase, or once, there is nothing to say there; names, the code, its value and
/// its end are always known.
pub(super) fn may_be_empty(placeholder: &Placeholder) -> bool {
    [MIN_ORDER.name, USES_LEFT.name].contains(&placeholder.name)
}

/// Whether a text tells its recipient their code. With a discount template one that does not is most likely a slip.
pub fn shows_code(body: &str) -> bool {
    names_in(body).any(|name| name == CODE.name)
}

/// `{first_name}`: cut to its longest; the whole name when there is no first one.
pub(super) fn first_name(first: Option<&str>, display_name: &str) -> String {
    let first = first.map(str::trim).filter(|name| !name.is_empty());
    let name = first.unwrap_or_else(|| display_name.trim());
    truncate_utf16(name, FIRST_NAME.max_len).into_owned()
}

/// `{display_name}`: cut to its longest.
pub(super) fn display_name(display_name: &str) -> String {
    truncate_utf16(display_name.trim(), DISPLAY_NAME.max_len).into_owned()
}
