//! Parsing a filter's tree; each error carries its place.

use std::fmt::Display;

use serde_json::{Map, Value};

use crate::segments::{Condition, Field, MAX_CONDITIONS, MAX_DEPTH, Op, SegmentFilter, value};

/// Number of errors after which parsing stops.
const MOST_ERRORS: usize = 20;

/// An error in a filter, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", if .path.is_empty() { "the filter" } else { .path.as_str() })]
pub struct FilterError {
    /// JSON Pointer into the filter.
    pub path: String,
    /// Error code: `wrong_type`, `missing`, `unknown_key`, `unknown_field`, `unknown_op`, `unknown_word`,
    /// `out_of_range`, `empty`, `too_many` or `too_deep`.
    pub code: &'static str,
    /// Message that says what is wrong and what is expected.
    pub message: String,
}

impl FilterError {
    pub(super) fn new(path: impl Into<String>, code: &'static str, message: impl Display) -> Self {
        Self { path: path.into(), code, message: message.to_string() }
    }

    /// Prefixes the path, for a filter nested in a larger document: `/filter`.
    #[must_use]
    pub fn below(mut self, place: &str) -> Self {
        self.path.insert_str(0, place);
        self
    }
}

pub(super) fn filter(value: &Value) -> Result<SegmentFilter, Vec<FilterError>> {
    let mut reader = Reader { errors: Vec::new(), conditions: 0 };
    match reader.node(value, "", 0) {
        Some(filter) if reader.errors.is_empty() => Ok(filter),
        _ => Err(reader.errors),
    }
}

struct Reader {
    errors: Vec<FilterError>,
    conditions: usize,
}

impl Reader {
    fn refuse<T>(&mut self, error: FilterError) -> Option<T> {
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(error);
        }
        None
    }

    /// Parses a node; `depth` is the number of enclosing groups.
    fn node(&mut self, value: &Value, path: &str, depth: usize) -> Option<SegmentFilter> {
        const EXPECTED: &str =
            "an object with `all`, `any` or `not`, or with `field`, `op` and `value`, is needed";
        let Some(object) = value.as_object() else {
            return self.refuse(FilterError::new(path, "wrong_type", EXPECTED));
        };
        let group = ["all", "any", "not"].into_iter().find_map(|key| object.get_key_value(key));
        if let Some((key, inner)) = group {
            return self.group(object, key, inner, path, depth);
        }
        if object.is_empty() {
            return self.refuse(FilterError::new(path, "missing", EXPECTED));
        }
        self.condition(object, path)
    }

    fn group(
        &mut self,
        object: &Map<String, Value>,
        key: &str,
        inner: &Value,
        path: &str,
        depth: usize,
    ) -> Option<SegmentFilter> {
        if depth >= MAX_DEPTH {
            let message = format!("at most {MAX_DEPTH} groups may stand inside each other");
            return self.refuse(FilterError::new(path, "too_deep", message));
        }
        let is_alone = self.known_keys(object, path, &[key]);
        let place = format!("{path}/{key}");
        let filter = if key == "not" {
            SegmentFilter::Not(Box::new(self.node(inner, &place, depth + 1)?))
        } else {
            let parts = self.parts(inner, key, &place, depth)?;
            if key == "any" { SegmentFilter::Any(parts) } else { SegmentFilter::All(parts) }
        };
        is_alone.then_some(filter)
    }

    fn parts(
        &mut self,
        inner: &Value,
        key: &str,
        place: &str,
        depth: usize,
    ) -> Option<Vec<SegmentFilter>> {
        let Some(parts) = inner.as_array() else {
            return self.refuse(FilterError::new(place, "wrong_type", "a list is needed"));
        };
        if parts.is_empty() && (key == "any" || depth > 0) {
            let message = "at least one part is needed; only the outermost `all` may be empty and means everybody";
            return self.refuse(FilterError::new(place, "empty", message));
        }
        let read: Vec<_> = parts
            .iter()
            .enumerate()
            .map(|(index, part)| self.node(part, &format!("{place}/{index}"), depth + 1))
            .collect();
        read.into_iter().collect()
    }

    fn condition(&mut self, object: &Map<String, Value>, path: &str) -> Option<SegmentFilter> {
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            // Report only the first condition above the limit.
            if self.conditions == MAX_CONDITIONS + 1 {
                let message = format!("a filter has at most {MAX_CONDITIONS} conditions");
                self.refuse::<()>(FilterError::new(path, "too_many", message));
            }
            return None;
        }
        let is_known = self.known_keys(object, path, &["field", "op", "value"]);
        let field = self.word(object, path, "field", "unknown_field", Field::ALL);
        let op = match field {
            Some(field) => self.word(object, path, "op", "unknown_op", field.kind().ops()),
            None => self.word(object, path, "op", "unknown_op", Op::ALL),
        };
        let Some(value) = object.get("value") else {
            return self.refuse(missing(path, "value"));
        };
        let read = value::condition(field?, op?, value, &format!("{path}/value"));
        match read {
            Ok(condition) if is_known => Some(SegmentFilter::Condition(condition)),
            Ok(_) => None,
            Err(errors) => {
                for error in errors {
                    self.refuse::<Condition>(error);
                }
                None
            }
        }
    }

    /// Parses one of the allowed words.
    fn word<T: Copy + Display>(
        &mut self,
        object: &Map<String, Value>,
        path: &str,
        key: &str,
        code: &'static str,
        allowed: &[T],
    ) -> Option<T> {
        let place = format!("{path}/{key}");
        match object.get(key) {
            None => self.refuse(missing(path, key)),
            Some(Value::String(word)) => {
                let found = allowed.iter().find(|one| one.to_string() == *word);
                match found {
                    Some(found) => Some(*found),
                    None => self.refuse(FilterError::new(place, code, one_of(word, allowed))),
                }
            }
            Some(_) => {
                let message = format!("a text is needed: one of {}", listed(allowed));
                self.refuse(FilterError::new(place, "wrong_type", message))
            }
        }
    }

    fn known_keys(&mut self, object: &Map<String, Value>, path: &str, known: &[&str]) -> bool {
        let unknown: Vec<_> = object.keys().filter(|key| !known.contains(&key.as_str())).collect();
        for key in &unknown {
            let place = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
            let message = format!("unknown here; expected {}", listed(known));
            self.refuse::<()>(FilterError::new(place, "unknown_key", message));
        }
        unknown.is_empty()
    }
}

fn missing(path: &str, key: &str) -> FilterError {
    FilterError::new(
        path,
        "missing",
        format!("`{key}` is missing; a condition has `field`, `op` and `value`"),
    )
}

pub(super) fn one_of<T: Display>(word: &str, allowed: &[T]) -> String {
    let word: String = word.chars().take(40).collect();
    format!("`{word}` is not one of {}", listed(allowed))
}

fn listed<T: Display>(words: &[T]) -> String {
    let words: Vec<_> = words.iter().map(ToString::to_string).collect();
    words.join(", ")
}
