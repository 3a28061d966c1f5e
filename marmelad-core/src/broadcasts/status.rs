//! The states of a broadcast and the allowed moves between them.

/// State of a broadcast; column `broadcasts.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BroadcastStatus {
    Draft,
    /// Starts by itself at `scheduled_at`.
    Scheduled,
    /// Messages are being sent.
    Sending,
    /// Held by a person, or by the system until a person decides; can be resumed.
    Paused,
    /// Every recipient was tried.
    Sent,
    /// Ended by a person; the remaining recipients get nothing.
    Canceled,
    /// Stopped by the system: Telegram refuses the message, or the audience is empty. Can be resumed.
    Error,
}

crate::kernel::text_enum!(BroadcastStatus {
    Draft => "draft",
    Scheduled => "scheduled",
    Sending => "sending",
    Paused => "paused",
    Sent => "sent",
    Canceled => "canceled",
    Error => "error",
});

/// A move that staff request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastMove {
    /// Start later, at a planned time.
    Schedule,
    Start,
    Pause,
    Resume,
    Cancel,
}

crate::kernel::text_enum!(BroadcastMove {
    Schedule => "schedule",
    Start => "start",
    Pause => "pause",
    Resume => "resume",
    Cancel => "cancel",
});

impl BroadcastMove {
    /// The state after the move.
    pub fn target(self) -> BroadcastStatus {
        match self {
            Self::Schedule => BroadcastStatus::Scheduled,
            Self::Start | Self::Resume => BroadcastStatus::Sending,
            Self::Pause => BroadcastStatus::Paused,
            Self::Cancel => BroadcastStatus::Canceled,
        }
    }

    /// Whether the move is allowed from this state.
    pub fn is_allowed_from(self, status: BroadcastStatus) -> bool {
        use BroadcastStatus::{Draft, Error, Paused, Scheduled, Sending};
        match self {
            Self::Schedule | Self::Start => matches!(status, Draft | Scheduled),
            Self::Pause => status == Sending,
            Self::Resume => matches!(status, Paused | Error),
            Self::Cancel => matches!(status, Draft | Scheduled | Sending | Paused | Error),
        }
    }

    /// The action's name in the audit log.
    pub fn action(self) -> &'static str {
        match self {
            Self::Schedule => "schedule_broadcast",
            Self::Start => "start_broadcast",
            Self::Pause => "pause_broadcast",
            Self::Resume => "resume_broadcast",
            Self::Cancel => "cancel_broadcast",
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::BroadcastMove::{Cancel, Pause, Resume, Schedule, Start};
    use super::BroadcastStatus::{Canceled, Draft, Error, Paused, Scheduled, Sending, Sent};
    use super::*;

    #[rstest]
    #[case(Schedule, &[Draft, Scheduled])]
    #[case(Start, &[Draft, Scheduled])]
    #[case(Pause, &[Sending])]
    #[case(Resume, &[Paused, Error])]
    #[case(Cancel, &[Draft, Scheduled, Sending, Paused, Error])]
    fn every_other_move_is_refused(
        #[case] wanted: BroadcastMove,
        #[case] from: &[BroadcastStatus],
    ) {
        let all = [Draft, Scheduled, Sending, Paused, Sent, Canceled, Error];
        let allowed: Vec<_> =
            all.into_iter().filter(|status| wanted.is_allowed_from(*status)).collect();
        assert_eq!(allowed, from);
    }
}
