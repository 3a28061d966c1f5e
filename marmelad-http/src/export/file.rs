//! A file as a response.

use std::io;

use chrono_tz::Tz;
use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use marmelad_adapters::telemetry::describe;
use marmelad_core::kernel::PortError;
use poem::http::{HeaderValue, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::registry::{
    MetaHeader, MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Enum};
use tokio::sync::{Semaphore, mpsc};

use super::{CsvText, Rows, workbook};
use crate::problem::{Kind, Problem};

/// Format of an exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub(crate) enum Format {
    /// CSV: UTF-8 with a byte order mark, semicolons, a comma as decimal separator.
    #[default]
    #[oai(rename = "csv")]
    Csv,
    /// An Excel workbook.
    #[oai(rename = "xlsx")]
    Xlsx,
}

impl Format {
    /// The word in the API, which is also the extension of the file.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => CSV,
            Self::Xlsx => XLSX,
        }
    }
}

const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Batches of rows.
pub(crate) type Batches = BoxStream<'static, Result<Rows, PortError>>;

/// How many batches of a workbook may wait for the disk.
const WAITING: usize = 2;

/// One workbook is written at a time: it takes disk space twice (for its sheets and for the packed file), and packing
/// takes a CPU core. CSV files take neither and do not wait.
static WORKBOOKS: Semaphore = Semaphore::const_new(1);

/// A list as a downloaded file.
pub(crate) struct ExportFile {
    format: Format,
    name: String,
    body: Body,
}

impl ExportFile {
    /// Writes `rows` under `columns` to the file `name`. An error before the first byte becomes a [`Problem`]; after it
    /// the connection is cut, so that clients notice that the file is incomplete.
    pub(crate) async fn of(
        name: &'static str,
        columns: &'static [&'static str],
        format: Format,
        zone: Tz,
        rows: Batches,
    ) -> Result<Self, Problem> {
        let body = match format {
            Format::Csv => csv_body(columns, zone, rows).await?,
            Format::Xlsx => workbook_body(name, columns, zone, rows).await?,
        };
        Ok(Self { format, name: format!("{name}.{}", format.as_str()), body })
    }
}

async fn csv_body(
    columns: &'static [&'static str],
    zone: Tz,
    mut rows: Batches,
) -> Result<Body, Problem> {
    let text = CsvText::new(zone);
    let first = match rows.next().await {
        Some(batch) => text.rows(&batch?),
        None => String::new(),
    };
    let begun = stream::iter([Ok(text.head(columns)), Ok(first)]);
    let rest = rows.map(move |batch| match batch {
        Ok(batch) => Ok(text.rows(&batch)),
        Err(fault) => {
            tracing::error!(error = describe(&fault), "an export broke off");
            Err(io::Error::other("the export broke off"))
        }
    });
    Ok(Body::from_bytes_stream(begun.chain(rest)))
}

async fn workbook_body(
    name: &'static str,
    columns: &'static [&'static str],
    zone: Tz,
    mut rows: Batches,
) -> Result<Body, Problem> {
    let failed = |error: &(dyn std::error::Error + 'static)| {
        tracing::error!(error = describe(error), "an export failed");
        Problem::new(Kind::Internal)
    };
    let turn = WORKBOOKS.acquire().await.map_err(|error| failed(&error))?;
    let (send, receive) = mpsc::channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || {
        // Held until the file is written, even if the client is gone.
        let _turn = turn;
        workbook::write(name, columns, zone, None, receive)
    });
    while let Some(batch) = rows.next().await {
        // The receiver is gone if writing failed; the error is reported below.
        if send.send(batch?).await.is_err() {
            break;
        }
    }
    drop(send);
    let file = match writing.await {
        Ok(Ok(file)) => file,
        Ok(Err(error)) => return Err(failed(&error)),
        Err(error) => return Err(failed(&error)),
    };
    Ok(Body::from_async_read(tokio::fs::File::from_std(file)))
}

impl IntoResponse for ExportFile {
    fn into_response(self) -> Response {
        let mut response =
            Response::builder().content_type(self.format.content_type()).body(self.body);
        let disposition = format!("attachment; filename=\"{}\"", self.name);
        if let Ok(disposition) = HeaderValue::from_str(&disposition) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
        }
        response
    }
}

impl ApiResponse for ExportFile {
    fn meta() -> MetaResponses {
        let binary = || MetaSchema::new_with_format("string", "binary");
        let content = [CSV, XLSX].map(|content_type| MetaMediaType {
            content_type,
            schema: MetaSchemaRef::Inline(Box::new(binary())),
        });
        let headers = vec![MetaHeader {
            name: "Content-Disposition".to_owned(),
            description: Some("Name of the file.".to_owned()),
            required: true,
            deprecated: false,
            schema: String::schema_ref(),
        }];
        let response = MetaResponse {
            description: "The file in the requested format.",
            status: Some(200),
            status_range: None,
            content: content.into(),
            headers,
        };
        MetaResponses { responses: vec![response] }
    }

    fn register(_: &mut Registry) {}
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use futures::channel::mpsc::unbounded;
    use futures::poll;

    use super::*;
    use crate::export::Cell;

    fn row() -> Rows {
        vec![vec![Cell::Number(1)]]
    }

    #[tokio::test]
    async fn workbooks_are_written_one_after_the_other() {
        let file = |format, rows: Batches| {
            Box::pin(ExportFile::of("users", &["id"], format, chrono_tz::UTC, rows))
        };
        let (rows, still_to_come) = unbounded();
        let mut first = file(Format::Xlsx, still_to_come.boxed());
        assert!(poll!(&mut first).is_pending());
        let begun = Arc::new(AtomicBool::new(false));
        let mark = begun.clone();
        let second_rows =
            stream::iter([Ok(row())]).inspect(move |_| mark.store(true, Ordering::Relaxed));
        let mut second = file(Format::Xlsx, second_rows.boxed());
        assert!(poll!(&mut second).is_pending());
        let text = file(Format::Csv, stream::iter([Ok(row())]).boxed());
        assert!(text.await.is_ok(), "CSV does not wait");
        assert!(!begun.load(Ordering::Relaxed), "the second workbook waits");
        drop(rows);
        assert!(first.await.is_ok());
        assert!(second.await.is_ok());
        assert!(begun.load(Ordering::Relaxed));
    }
}
