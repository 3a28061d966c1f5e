//! Keeps other web sites out of the control API and the chat page.
//!
//! The sandbox has no log-in, so a page from elsewhere, open in the same
//! browser, must not be able to drive it.

use poem::http::{StatusCode, header, uri::Authority};
use poem::{Endpoint, IntoResponse, Request, Response, Result};

/// Refuses requests under a foreign host name or from a foreign page.
pub(crate) async fn own_pages_only<E: Endpoint>(
    next: std::sync::Arc<E>,
    request: Request,
) -> Result<Response> {
    let host = request.header(header::HOST).unwrap_or_default();
    let foreign_page = request
        .header(header::ORIGIN)
        .is_some_and(|origin| origin.strip_prefix("http://") != Some(host));
    if !is_local(host) || foreign_page {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    Ok(next.call(request).await?.into_response())
}

fn is_local(host: &str) -> bool {
    host.parse::<Authority>().is_ok_and(|authority| {
        let name = authority.host();
        name == "localhost"
            || name
                .trim_matches(['[', ']'])
                .parse::<std::net::IpAddr>()
                .is_ok_and(|ip| ip.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine() {
        for host in ["127.0.0.1:8085", "localhost:8085", "[::1]:8085", "127.0.0.1"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["", "example.com", "127.0.0.1.example.com", "10.0.0.1:80"] {
            assert!(!is_local(host), "{host}");
        }
    }
}
