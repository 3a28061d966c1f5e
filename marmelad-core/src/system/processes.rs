//! Names of processes, and which of them run.

use chrono::Duration;

use super::{ProcessReport, SystemService};
use crate::kernel::PortError;

/// A process whose last heartbeat is older than this is gone: of heartbeats every 30 seconds, two may get lost.
const GONE_AFTER: Duration = Duration::seconds(100);

impl SystemService {
    /// An id for a process with this process number, unique over machines and restarts.
    pub fn process_id(&self, pid: u32) -> String {
        format!("{pid}:{}", self.random_id())
    }

    /// 64 random bits as 16 hexadecimal digits.
    pub fn random_id(&self) -> String {
        hex::encode(&self.entropy.draw()[..8])
    }

    /// The processes that run, oldest first.
    pub async fn running_processes(&self) -> Result<Vec<ProcessReport>, PortError> {
        self.processes.seen_since(self.context.now() - GONE_AFTER).await
    }
}
