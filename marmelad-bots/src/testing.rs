//! An application over mocked ports, for unit tests.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::DateTime;
use marmelad_core::kernel::MockClock;
use marmelad_core::{App, AppContext, Ports};

/// The clock stands at the epoch.
pub(crate) fn app(ports: Ports) -> App {
    let mut clock = MockClock::new();
    clock.expect_now().return_const(DateTime::UNIX_EPOCH);
    let ports = Ports { clock: Arc::new(clock), ..ports };
    let context = AppContext {
        zone: chrono_tz::UTC,
        test_ids: BTreeSet::new(),
        panel_url: String::new(),
        own_bot_api: false,
    };
    App::new(&ports, context)
}
