//! Context of a request: its id and the address of the client.

use std::net::IpAddr;

use ipnet::IpNet;
use poem::Request;
use poem::http::HeaderMap;

/// The header of a request's id.
pub(crate) const REQUEST_ID: &str = "X-Request-Id";

/// Id and origin of a request.
#[derive(Debug, Clone)]
pub(crate) struct RequestContext {
    /// Id of the request in the log.
    pub(crate) request_id: String,
    /// Address of the client behind trusted proxies.
    pub(crate) ip: Option<IpAddr>,
}

impl RequestContext {
    /// Reads the request; `fresh_id` makes its id unless a proxy set one.
    pub(crate) fn of(
        request: &Request,
        trusted: &[IpNet],
        fresh_id: impl FnOnce() -> String,
    ) -> Self {
        let peer =
            request.remote_addr().as_socket_addr().map(|address| address.ip().to_canonical());
        Self {
            request_id: given_id(request.headers()).unwrap_or_else(fresh_id),
            ip: peer.map(|peer| client_of(peer, request.headers(), trusted)),
        }
    }
}

/// Accepts an id from outside only if it is safe in a log.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fits = (1..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    fits.then(|| id.to_owned())
}

/// Walks `X-Forwarded-For` from its end while the sender is a trusted proxy.
fn client_of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer;
    let forwarded =
        headers.get_all("X-Forwarded-For").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    for hop in hops.into_iter().rev() {
        if !is_proxy(&client) {
            break;
        }
        match hop.parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::direct("203.0.113.9", &[], "203.0.113.9")]
    #[case::a_stranger_may_claim_anything("203.0.113.9", &["1.1.1.1"], "203.0.113.9")]
    #[case::through_the_proxy("10.0.0.1", &["203.0.113.9"], "203.0.113.9")]
    #[case::forged_before_the_proxy("10.0.0.1", &["1.1.1.1, 203.0.113.9"], "203.0.113.9")]
    #[case::two_proxies("10.0.0.1", &["1.1.1.1, 203.0.113.9", "10.0.0.2"], "203.0.113.9")]
    #[case::garbage("10.0.0.1", &["unknown"], "10.0.0.1")]
    fn clients(#[case] peer: &str, #[case] forwarded: &[&str], #[case] expected: &str) {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("X-Forwarded-For", value.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let client = client_of(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(client, expected.parse::<IpAddr>().unwrap());
    }

    #[rstest]
    #[case("abc-123_4.5", true)]
    #[case("", false)]
    #[case("two words", false)]
    #[case("<script>", false)]
    fn ids(#[case] id: &str, #[case] taken: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(REQUEST_ID, id.parse().unwrap());
        assert_eq!(given_id(&headers).is_some(), taken);
        headers.insert(REQUEST_ID, "x".repeat(65).parse().unwrap());
        assert_eq!(given_id(&headers), None);
    }
}
