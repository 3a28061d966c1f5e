//! The system as it runs for real: several processes of the built program with real clocks, a MariaDB and
//! a Redis of their own, a local Telegram, a proxy in front of the webhooks, and people who do not stop
//! writing while the test breaks something.
//!
//! | module | what it holds |
//! |---|---|
//! | `cluster` | all of it together: open, close, what every replica is told |
//! | `replica` | one process of `marmelad-bots`: start, SIGTERM, SIGKILL |
//! | `logs` | what the processes have logged |
//! | `servers` | MariaDB, Redis and the proxy, which can be stopped and started again |
//! | `traffic` | cashiers, an operator and clients, and a journal of what they did and saw |
//! | `stage` | whom and what the traffic needs to begin with |
//! | `books` | what must hold in the end, whatever happened |
//! | `database`, `redis`, `crashes`, `outage`, `rollout`, `stops` | the tests, by what breaks |
//! | `broadcasts` | the same for broadcasts, which two workers send |
//!
//! No test fails for being slow: people repeat what got no answer, and the test ends when all that was
//! begun is done. What is waited for in vain for minutes is a hang and fails. The servers come from the
//! programs `mariadbd` and `redis-server`, which `scripts/with-services.sh` installs. Where
//! `MARMELAD_TEST_LOGS` names a folder, the processes' logs stay there.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

#[path = "../harness/mod.rs"]
mod harness;

mod books;
mod broadcasts;
mod cluster;
mod crashes;
mod database;
mod logs;
mod outage;
mod redis;
mod replica;
mod rollout;
mod servers;
mod stage;
mod stops;
mod traffic;
