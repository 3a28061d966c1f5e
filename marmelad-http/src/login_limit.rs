//! Rate limit of login attempts, per client address.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::problem::{Kind, Problem};

/// Attempts per minute from one address.
const TRIES_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");
/// Above this number of addresses, idle ones are dropped.
const MANY_ADDRESSES: usize = 10_000;

/// Counts attempts per address, in this process.
#[derive(Debug, Clone)]
pub(crate) struct LoginLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl Default for LoginLimit {
    fn default() -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(TRIES_A_MINUTE))))
    }
}

impl LoginLimit {
    /// Counts an attempt; fails above the limit. Requests without an address share one count.
    pub(crate) fn check(&self, address: Option<IpAddr>) -> Result<(), Problem> {
        if self.0.len() > MANY_ADDRESSES {
            self.0.retain_recent();
        }
        let address = network_of(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
        self.0.check_key(&address).map_err(|refused| {
            let wait = refused.wait_time_from(DefaultClock::default().now());
            let retry_after = Some(wait.as_secs() + 1);
            Problem { retry_after, ..Problem::new(Kind::TooManyRequests) }
        })
    }
}

/// The IPv6 /64 network of an address: one client usually holds all 2⁶⁴ addresses of it.
fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(long) => IpAddr::V6((long.to_bits() >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn each_address_has_its_own_count() {
        let limit = LoginLimit::default();
        let address = |text: &str| Some(text.parse().unwrap());
        for _ in 0..TRIES_A_MINUTE.get() {
            limit.check(address("2001:db8::1")).unwrap();
        }
        let refused = limit.check(address("2001:db8::2")).unwrap_err();
        assert_eq!(refused.kind, Kind::TooManyRequests);
        assert!((1..=3).contains(&refused.retry_after.unwrap()), "{refused:?}");
        limit.check(address("192.0.2.1")).unwrap();
        limit.check(None).unwrap();
    }
}
