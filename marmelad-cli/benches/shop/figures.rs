//! Medians and how they are printed.

use std::time::Duration;

/// Samples of one figure.
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn millis(samples: impl IntoIterator<Item = Duration>) -> Self {
        Self::of(samples.into_iter().map(|took| took.as_secs_f64() * 1e3))
    }

    pub(crate) fn of(samples: impl IntoIterator<Item = f64>) -> Self {
        let mut samples: Vec<f64> = samples.into_iter().collect();
        samples.sort_by(f64::total_cmp);
        Self(samples)
    }

    /// The value below which `share` of the samples lie.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let last = self.0.len() - 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small index"
        )]
        self.0[((last as f64 * share).round() as usize).min(last)]
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// `median 4.1 ms (min 3.2, p99 9.8, max 12.0; n = 300)`
    pub(crate) fn show(&self) -> String {
        format!(
            "median {:.1} ms (min {:.1}, p99 {:.1}, max {:.1}; n = {})",
            self.median(),
            self.quantile(0.0),
            self.quantile(0.99),
            self.quantile(1.0),
            self.0.len()
        )
    }
}

/// One row: what, what was measured, what is wanted.
pub(crate) fn row(what: &str, measured: &str, wanted: &str) {
    println!("{what}\n    {measured}\n    wanted: {wanted}");
}

/// The machine, so that figures of different machines are not compared.
pub(crate) fn machine() {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(": ")?.1.to_owned())
        })
        .unwrap_or_else(|| "unknown processor".to_owned());
    println!("machine: {cores} cores, {model}; everything, the load too, runs on them\n");
}
