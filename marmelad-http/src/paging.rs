//! Parameters of lists.

use std::borrow::Cow;

use marmelad_core::kernel::PageRequest;
use poem_openapi::Enum;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseError, ParseFromParameter, ParseResult, Type};

/// The page of a list and its size, from the parameters.
pub(crate) fn page_request(page: PageNumber, per_page: PerPage) -> PageRequest {
    PageRequest { page: page.0, per_page: per_page.0 }
}

/// An optional whole number from 1 to a greatest value.
macro_rules! bounded_parameter {
    ($(#[$doc:meta])* $name:ident, $description:literal, $greatest:expr, $default:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name(u32);

        impl Type for $name {
            const IS_REQUIRED: bool = false;
            type RawValueType = u32;
            type RawElementValueType = u32;

            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                MetaSchemaRef::Inline(Box::new(MetaSchema {
                    description: Some($description),
                    default: Some(PageRequest::default().$default.into()),
                    minimum: Some(1.0),
                    maximum: Some($greatest.into()),
                    ..MetaSchema::new_with_format("integer", "int32")
                }))
            }

            fn as_raw_value(&self) -> Option<&u32> {
                Some(&self.0)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a u32> + 'a> {
                Box::new(self.as_raw_value().into_iter())
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                let number = text.parse().ok();
                let number = number.filter(|number| (1..=$greatest).contains(number));
                let expected = || ParseError::custom(format!("from 1 to {}", $greatest));
                number.map(Self).ok_or_else(expected)
            }

            fn parse_from_parameters<I, A>(texts: I) -> ParseResult<Self>
            where
                I: IntoIterator<Item = A>,
                A: AsRef<str>,
            {
                let given = texts.into_iter().next();
                given.map_or(Ok(Self(PageRequest::default().$default)), |text| {
                    Self::parse_from_parameter(text.as_ref())
                })
            }
        }
    };
}

/// The greatest page number: no list has more pages, and offsets stay small.
const LAST_PAGE: u32 = 10_000_000;

bounded_parameter! {
    /// `page` of a list.
    PageNumber, "Page number, from 1.", LAST_PAGE, page
}

bounded_parameter! {
    /// `per_page` of a list.
    PerPage, "Rows per page.", PageRequest::MAX_PER_PAGE, per_page
}

/// Filter by whether rows belong to test users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum IsTest {
    /// Only rows of other users.
    #[oai(rename = "false")]
    False,
    /// Only rows of test users.
    #[oai(rename = "true")]
    True,
    /// All rows.
    #[oai(rename = "any")]
    Any,
}

impl IsTest {
    /// The required value of `is_test`; `None` = either. Test users are left out by default.
    pub(crate) fn flag(given: Option<Self>) -> Option<bool> {
        match given.unwrap_or(Self::False) {
            Self::False => Some(false),
            Self::True => Some(true),
            Self::Any => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(None, None, Some((1, 50)))]
    #[case(Some("3"), Some("200"), Some((3, 200)))]
    #[case(Some("0"), None, None)]
    #[case(None, Some("0"), None)]
    #[case(None, Some("201"), None)]
    #[case(Some("4294967295"), None, None)]
    #[case(Some("x"), None, None)]
    fn pages(
        #[case] page: Option<&str>,
        #[case] per_page: Option<&str>,
        #[case] expected: Option<(u32, u32)>,
    ) {
        let page = PageNumber::parse_from_parameters(page).ok();
        let per_page = PerPage::parse_from_parameters(per_page).ok();
        let found = page.zip(per_page).map(|(page, per_page)| page_request(page, per_page));
        assert_eq!(found.map(|it| (it.page, it.per_page)), expected);
    }
}
