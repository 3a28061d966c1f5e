//! What stands around the replicas. Everything listens on 127.0.0.1, belongs to one test and goes with it.

mod balancer;
mod mariadb;
mod program;
mod redis;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::net::TcpListener;

pub(crate) use balancer::Balancer;
pub(crate) use mariadb::MariaDb;
pub(crate) use program::{Program, leashed};
pub(crate) use redis::Redis;

/// A port that nobody listens on. Below those that the kernel hands out itself: while a server is away,
/// a connection to it must not be given the server's own port.
pub(crate) fn free_port() -> u16 {
    loop {
        let port = 20_000 + u16::try_from(random() % 12_000).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A number that another process would not draw as well.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
