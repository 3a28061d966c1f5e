//! `code …` and `template …`

pub(super) mod code;
mod redeem;
pub(super) mod template;
mod template_terms;
