//! The keys of alerts to admins.

use marmelad_core::alerts::Alert;
use sha2::{Digest, Sha256};

/// Tells two alerts of one topic and millisecond apart.
pub(super) fn fingerprint(alert: &Alert) -> u64 {
    let digest = Sha256::digest(format!("{alert:?}").as_bytes());
    digest.iter().take(6).fold(0, |mark, byte| mark << 8 | u64::from(*byte))
}
