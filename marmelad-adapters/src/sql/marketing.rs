//! Who gets which message, as SQL: the core's `may_send` about the row `u` of `users`.

use marmelad_core::clients::Obstacle;
use marmelad_core::notifications::MARKETING_KINDS;

/// The SQL condition under which an obstacle applies, and the opposite condition. Both are needed: an index serves
/// `is_blocked = 0`, not `NOT (is_blocked = 1)`.
const fn conditions(obstacle: Obstacle) -> (&'static str, &'static str) {
    match obstacle {
        Obstacle::Anonymized => ("u.anonymized_at IS NOT NULL", "u.anonymized_at IS NULL"),
        Obstacle::Blocked => ("u.is_blocked = 1", "u.is_blocked = 0"),
        Obstacle::OptedOut => ("u.is_opted_out = 1", "u.is_opted_out = 0"),
        Obstacle::NoConsent => {
            ("u.marketing_consent_at IS NULL", "u.marketing_consent_at IS NOT NULL")
        }
    }
}

fn obstacles(needs_consent: bool) -> impl Iterator<Item = Obstacle> {
    let all = Obstacle::ALL.iter().copied();
    all.filter(move |obstacle| needs_consent || *obstacle != Obstacle::NoConsent)
}

/// SQL condition: the client may get marketing.
pub(super) fn allowed(needs_consent: bool) -> String {
    let none: Vec<_> = obstacles(needs_consent).map(|obstacle| conditions(obstacle).1).collect();
    none.join(" AND ")
}

/// SQL condition: the client may not get marketing, and this reason comes before all others.
pub(super) fn skipped(reason: Obstacle, needs_consent: bool) -> String {
    if !needs_consent && reason == Obstacle::NoConsent {
        return "1 = 0".to_owned();
    }
    let mut parts: Vec<_> = obstacles(needs_consent)
        .take_while(|earlier| *earlier != reason)
        .map(|earlier| conditions(earlier).1)
        .collect();
    parts.push(conditions(reason).0);
    parts.join(" AND ")
}

/// SQL condition: the client must not get the queued notification `n`. Blocking and opting out matter only to
/// marketing kinds. NULL without a client.
pub(super) fn unwanted_notification() -> String {
    let marketing = [Obstacle::Blocked, Obstacle::OptedOut].map(|obstacle| conditions(obstacle).0);
    format!(
        "({} OR (n.kind IN ('{}') AND ({})))",
        conditions(Obstacle::Anonymized).0,
        MARKETING_KINDS.join("', '"),
        marketing.join(" OR ")
    )
}

#[cfg(test)]
mod tests;
