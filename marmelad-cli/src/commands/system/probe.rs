//! `probe`

use std::time::{Duration, Instant};

use marmelad_adapters::telemetry::describe;
use serde_json::json;

use crate::args::ProbeArgs;
use crate::exit::Failure;
use crate::output::Output;

/// Sends one request, ignoring proxies of the environment, since the address is local.
pub(crate) async fn run(args: ProbeArgs, out: Output) -> Result<(), Failure> {
    if !args.url.starts_with("http://") {
        return Err(Failure::usage(
            "the address of a probe begins with http://, for example http://127.0.0.1:8000/ready",
        ));
    }
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(args.timeout))
        .build()
        .map_err(|error| Failure::fault("failure", describe(&error)))?;
    let begun = Instant::now();
    let answer = client.get(&args.url).send().await.map_err(|error| {
        Failure::fault(
            "no_answer",
            format!("{}; does the process run, and listen there?", describe(&error)),
        )
    })?;
    let status = answer.status();
    if !status.is_success() {
        let said = answer.text().await.unwrap_or_default();
        let said: String = said.chars().take(200).collect();
        return Err(Failure::fault("unhealthy", format!("{} answers {status}: {said}", args.url)));
    }
    let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    out.show(
        || json!({ "url": args.url, "status": status.as_u16(), "millis": millis }),
        || format!("{} answers {} in {millis} ms.", args.url, status.as_u16()),
    )
}
