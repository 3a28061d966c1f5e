//! Parameters of lists.

use std::collections::BTreeMap;

use marmelad_core::kernel::PageRequest;
use poem_openapi::Enum;

use crate::problem::{FieldError, Kind, Problem};

/// The greatest page number: beyond it no list of ours goes, and offsets stay small numbers.
pub(crate) const LAST_PAGE: u32 = 10_000_000;

/// The page that is wanted: `page` from 1 (default), `per_page` 1–200 (default 50).
pub(crate) fn page_request(
    page: Option<u32>,
    per_page: Option<u32>,
) -> Result<PageRequest, Problem> {
    let default = PageRequest::default();
    let request = PageRequest {
        page: page.unwrap_or(default.page),
        per_page: per_page.unwrap_or(default.per_page),
    };
    within("page", request.page, LAST_PAGE)?;
    within("per_page", request.per_page, PageRequest::MAX_PER_PAGE)?;
    Ok(request)
}

fn within(name: &str, value: u32, greatest: u32) -> Result<(), Problem> {
    if (1..=greatest).contains(&value) {
        return Ok(());
    }
    Err(bad_parameter(name, format!("from 1 to {greatest}")))
}

/// Which rows are shown, by whether they are of test users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum IsTest {
    /// Of others alone.
    #[oai(rename = "false")]
    False,
    /// Of test users alone.
    #[oai(rename = "true")]
    True,
    /// Of both.
    #[oai(rename = "any")]
    Any,
}

impl IsTest {
    /// What `is_test` has to be; left out, test users are. `None` = either.
    pub(crate) fn flag(wanted: Option<Self>) -> Option<bool> {
        match wanted.unwrap_or(Self::False) {
            Self::False => Some(false),
            Self::True => Some(true),
            Self::Any => None,
        }
    }
}

/// A parameter of the query or the path that does not fit.
pub(crate) fn bad_parameter(name: &str, message: impl Into<String>) -> Problem {
    let message = message.into();
    Problem::new(Kind::BadRequest)
        .because(format!("`{name}`: {message}"))
        .at(FieldError {
            path: format!("/{name}"),
            code: "invalid".into(),
            message,
        })
}

/// How often each parameter of a query stands in it.
pub(crate) fn counted(query: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (name, _) in url::form_urlencoded::parse(query.as_bytes()) {
        *counts.entry(name.into_owned()).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, Some((1, 50)))]
    #[case(Some(3), Some(200), Some((3, 200)))]
    #[case(Some(0), None, None)]
    #[case(None, Some(0), None)]
    #[case(None, Some(201), None)]
    #[case(Some(u32::MAX), None, None)]
    fn pages(
        #[case] page: Option<u32>,
        #[case] per_page: Option<u32>,
        #[case] expected: Option<(u32, u32)>,
    ) {
        let found = page_request(page, per_page).ok();
        assert_eq!(found.map(|it| (it.page, it.per_page)), expected);
    }

    #[test]
    fn parameters_are_counted_as_they_are_read() {
        let counts = counted("a=1&b=2&a=3&%D1%8F=4");
        assert_eq!(counts.get("a"), Some(&2));
        assert_eq!(counts.get("я"), Some(&1));
    }
}
