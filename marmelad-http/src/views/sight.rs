//! What a viewer may see.

/// How much of clients and codes a viewer sees. `readonly` admins see no phones, and nothing that
/// could be redeemed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Everything.
    Full,
    /// No phones; of a code that can still be used, its letters only.
    Readonly,
}

impl Sight {
    /// A phone, for those who may see it.
    pub fn phone(self, phone: Option<String>) -> Option<String> {
        phone.filter(|_| self == Self::Full)
    }

    /// A code; for `readonly`, masked unless it `is_spent` (used up, expired or revoked).
    pub fn code(self, code: &str, is_spent: bool) -> String {
        match self {
            Self::Readonly if !is_spent => mask(code),
            Self::Full | Self::Readonly => code.to_owned(),
        }
    }
}

/// `ДЯА4589` → `ДЯА••••`.
fn mask(code: &str) -> String {
    code.chars()
        .enumerate()
        .map(|(place, char)| if place < 3 { char } else { '•' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readonly_sees_no_phones_and_no_codes_that_work() {
        let phone = Some("+79140000000".to_owned());
        assert_eq!(Sight::Full.phone(phone.clone()), phone);
        assert_eq!(Sight::Readonly.phone(phone), None);
        assert_eq!(Sight::Full.code("ДЯА4589", false), "ДЯА4589");
        assert_eq!(Sight::Readonly.code("ДЯА4589", true), "ДЯА4589");
        assert_eq!(Sight::Readonly.code("ДЯА4589", false), "ДЯА••••");
    }
}
