//! Where a broadcast stands, and where it may go from there.

/// `broadcasts.status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BroadcastStatus {
    /// Being written.
    Draft,
    /// Begins by itself at `scheduled_at`.
    Scheduled,
    /// Going out.
    Sending,
    /// Held, by a person or because something is needed; goes on where it stopped.
    Paused,
    /// Everybody was tried.
    Sent,
    /// Given up; who had not got it will not.
    Canceled,
    /// Stopped by itself, because Telegram refuses the message or nobody is left to get it; may be resumed.
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

/// What somebody wants of a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastMove {
    /// To begin by itself at a time.
    Schedule,
    /// To begin.
    Start,
    /// To hold.
    Pause,
    /// To go on.
    Resume,
    /// To give up.
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
    /// Where it leads to.
    pub fn target(self) -> BroadcastStatus {
        match self {
            Self::Schedule => BroadcastStatus::Scheduled,
            Self::Start | Self::Resume => BroadcastStatus::Sending,
            Self::Pause => BroadcastStatus::Paused,
            Self::Cancel => BroadcastStatus::Canceled,
        }
    }

    /// Whether it may be done from there.
    pub fn is_allowed_from(self, status: BroadcastStatus) -> bool {
        use BroadcastStatus::{Draft, Error, Paused, Scheduled, Sending};
        match self {
            Self::Schedule | Self::Start => matches!(status, Draft | Scheduled),
            Self::Pause => status == Sending,
            Self::Resume => matches!(status, Paused | Error),
            Self::Cancel => matches!(status, Draft | Scheduled | Sending | Paused | Error),
        }
    }

    /// The word in the audit log.
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
        let allowed: Vec<_> = all
            .into_iter()
            .filter(|status| wanted.is_allowed_from(*status))
            .collect();
        assert_eq!(allowed, from);
    }
}
