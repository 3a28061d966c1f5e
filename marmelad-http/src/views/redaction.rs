//! Redaction: what is left out of responses to `readonly` admins.

/// How much of clients and codes a viewer may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// Everything.
    Full,
    /// No phones; only the letters of a code that can be redeemed.
    Readonly,
}

impl Viewer {
    /// The phone, if the viewer may see it.
    pub fn phone(self, phone: Option<String>) -> Option<String> {
        phone.filter(|_| self == Self::Full)
    }

    /// The code, masked for `readonly` unless `is_spent`: used up, expired or revoked.
    pub fn code(self, code: &str, is_spent: bool) -> String {
        match self {
            Self::Readonly if !is_spent => mask(code),
            Self::Full | Self::Readonly => code.to_owned(),
        }
    }
}

/// `ДЯА4589` → `ДЯА••••`.
fn mask(code: &str) -> String {
    code.chars().enumerate().map(|(place, char)| if place < 3 { char } else { '•' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readonly_sees_no_phones_and_no_codes_that_work() {
        let phone = Some("+79140000000".to_owned());
        assert_eq!(Viewer::Full.phone(phone.clone()), phone);
        assert_eq!(Viewer::Readonly.phone(phone), None);
        assert_eq!(Viewer::Full.code("ДЯА4589", false), "ДЯА4589");
        assert_eq!(Viewer::Readonly.code("ДЯА4589", true), "ДЯА4589");
        assert_eq!(Viewer::Readonly.code("ДЯА4589", false), "ДЯА••••");
    }
}
