//! Audit entry of a report export; the front end writes the small file itself.

use super::Period;
use crate::audit::Actor;
use crate::kernel::PortError;
use crate::reports::ReportService;

impl ReportService {
    /// Records the export of a report in the audit log.
    pub async fn note_report_export(
        &self,
        report: &str,
        period: &Period,
        format: &str,
        actor: &Actor,
    ) -> Result<(), PortError> {
        let days = format!("{}/{}", period.from, period.to);
        let entry = actor
            .audit("export_report", "report")
            .field("report", None, Some(report))
            .field("days", None, Some(days.as_str()))
            .field("format", None, Some(format));
        self.audit.record(entry, self.context.now()).await?;
        Ok(())
    }
}
