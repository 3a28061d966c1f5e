//! Reads and verifies the audit log.

use crate::audit::{AuditFilter, AuditRecord, AuditService, ChainBreak, ChainVerifier};
use crate::kernel::{AuditLogId, Page, PageRequest, PortError};

/// Records read per query while the chain is verified.
const CHUNK: u32 = 1000;

impl AuditService {
    /// The newest records, newest first.
    pub async fn newest(&self, limit: u32) -> Result<Vec<AuditRecord>, PortError> {
        self.audit.newest(limit).await
    }

    /// A page of the records that match a filter, ordered by time.
    pub async fn search(
        &self,
        filter: &AuditFilter,
        is_oldest_first: bool,
        page: PageRequest,
    ) -> Result<Page<AuditRecord>, PortError> {
        self.audit.search(filter, is_oldest_first, page).await
    }

    /// Verifies the whole chain in constant memory. Returns the number of verified records, or
    /// where the chain breaks. `progress` receives the number of records verified so far.
    pub async fn verify(
        &self,
        mut progress: impl FnMut(u64) + Send,
    ) -> Result<Result<u64, ChainBreak>, PortError> {
        // The head is read first: records added during the verification come after this head.
        let head = self.audit.head().await?;
        let mut verifier = ChainVerifier::new();
        let mut after = None;
        loop {
            let records = self.audit.read_after(after, CHUNK).await?;
            let Some(last) = records.last() else {
                break;
            };
            after = Some(AuditLogId(last.id));
            for record in &records {
                if let Err(broken) = verifier.push(record) {
                    return Ok(Err(broken));
                }
                if record.hash == head {
                    progress(verifier.count());
                    return Ok(verifier.finish(&head));
                }
            }
            progress(verifier.count());
        }
        Ok(verifier.finish(&head))
    }
}
