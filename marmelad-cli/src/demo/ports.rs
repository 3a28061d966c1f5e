//! Finding a free port.

use std::io;
use std::net::Ipv4Addr;

use marmelad_sandbox::{Builder, Sandbox, StartError};
use tokio::net::TcpListener;

use crate::exit::Failure;
use crate::output::Output;

/// Number of ports tried after the wanted one.
const TRIES: u16 = 100;

/// Listens on the port, or on the next free one.
pub(super) async fn listen(wanted: u16, out: Output) -> Result<TcpListener, Failure> {
    for port in candidates(wanted) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => {
                say(wanted, port, out);
                return Ok(listener);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(cannot_listen(port, &error)),
        }
    }
    Err(all_taken(wanted))
}

/// Starts the sandbox on the port, or on the next free one.
pub(super) async fn sandbox(
    builder: Builder,
    wanted: u16,
    out: Output,
) -> Result<Sandbox, Failure> {
    for port in candidates(wanted) {
        match builder.clone().port(port).start().await {
            Ok(sandbox) => {
                say(wanted, port, out);
                return Ok(sandbox);
            }
            Err(StartError::Listen { source, .. }) if source.kind() == io::ErrorKind::AddrInUse => {
            }
            Err(StartError::Listen { source, .. }) => return Err(cannot_listen(port, &source)),
            Err(error) => {
                let what = marmelad_adapters::telemetry::describe(&error);
                return Err(Failure::fault("chats", format!("{what}; `--fresh` starts over")));
            }
        }
    }
    Err(all_taken(wanted))
}

/// The wanted port and the following ones; only 0 when the system shall choose.
fn candidates(wanted: u16) -> impl Iterator<Item = u16> {
    let last = if wanted == 0 { 0 } else { wanted.saturating_add(TRIES) };
    wanted..=last
}

fn say(wanted: u16, port: u16, out: Output) {
    if wanted != port {
        out.remark(&format!(
            "Порт {wanted} занят, взят {port} / port {wanted} is taken, using {port}"
        ));
    }
}

fn cannot_listen(port: u16, error: &io::Error) -> Failure {
    Failure::fault(
        "port",
        format!(
            "cannot listen on 127.0.0.1:{port}: {error}; choose another with --port or --chat-port"
        ),
    )
}

fn all_taken(wanted: u16) -> Failure {
    Failure::fault(
        "port",
        format!(
            "the ports from {wanted} on are all taken; choose another with --port or --chat-port"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_makes_way_for_the_next() {
        let out = Output { json: true };
        let first = listen(0, out).await.unwrap();
        let taken = first.local_addr().unwrap().port();
        let second = listen(taken, out).await.unwrap();
        assert_ne!(second.local_addr().unwrap().port(), taken);
    }

    #[test]
    fn the_greatest_port_is_not_exceeded() {
        assert_eq!(candidates(u16::MAX - 1).count(), 2);
        assert_eq!(candidates(0).collect::<Vec<_>>(), [0]);
    }
}
