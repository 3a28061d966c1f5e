//! The proxy in front of the replicas: Telegram knows one address.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use poem::endpoint::make;
use poem::http::{StatusCode, header};
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::{Request, Response, Server};
use reqwest::Client;
use tokio::task::JoinHandle;

use super::free_port;

/// Hands each request to the next replica in turn. One that refuses the connection is stepped over, since
/// it has seen nothing of the request; any other failure is the request's, as with proxies everywhere.
pub(crate) struct Balancer {
    port: u16,
    serving: JoinHandle<()>,
}

struct Pool {
    replicas: Vec<SocketAddr>,
    next: AtomicUsize,
    client: Client,
}

impl Balancer {
    /// Listens in front of these.
    pub(crate) async fn start(replicas: Vec<SocketAddr>) -> Self {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port));
        let acceptor = listener.into_acceptor().await.unwrap();
        // A new connection for each request: one kept open would be the replica's to close, and a request
        // that meets its end has an unknown fate.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0);
        let pool =
            Arc::new(Pool { replicas, next: AtomicUsize::new(0), client: client.build().unwrap() });
        let endpoint = make(move |request| {
            let pool = Arc::clone(&pool);
            async move { pool.pass(request).await }
        });
        let serving = tokio::spawn(async move {
            Server::new_with_acceptor(acceptor).run(endpoint).await.unwrap();
        });
        Self { port, serving }
    }

    /// Its address, without a path.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Pool {
    async fn pass(&self, mut request: Request) -> poem::Result<Response> {
        let body = request.take_body().into_bytes().await?;
        // These are about the one connection, not about the request.
        for name in [header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
            request.headers_mut().remove(name);
        }
        let first = self.next.fetch_add(1, Ordering::Relaxed);
        for turn in 0..self.replicas.len() {
            let replica = self.replicas[(first + turn) % self.replicas.len()];
            let url = format!("http://{replica}{}", request.uri());
            let passed = self
                .client
                .request(request.method().clone(), url)
                .headers(request.headers().clone())
                .body(body.clone())
                .send()
                .await;
            match passed {
                Ok(answer) => {
                    let status = answer.status();
                    let body = answer.bytes().await.unwrap_or_default();
                    return Ok(Response::builder().status(status).body(body));
                }
                Err(error) if error.is_connect() => {}
                Err(_) => break,
            }
        }
        Ok(StatusCode::BAD_GATEWAY.into())
    }
}

#[cfg(test)]
mod tests {
    use poem::EndpointExt;

    use super::*;

    async fn replica(name: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0");
        let acceptor = listener.into_acceptor().await.unwrap();
        let address = *acceptor.local_addr()[0].as_socket_addr().unwrap();
        let echo = make(move |request: Request| async move {
            let (path, secret) = (request.uri().path().to_owned(), request.header("secret"));
            let text = format!("{name} {path} {}", secret.unwrap_or_default());
            let body = request.into_body().into_string().await?;
            Ok::<_, poem::Error>(format!("{text} {body}"))
        });
        tokio::spawn(Server::new_with_acceptor(acceptor).run(echo.boxed()));
        address
    }

    async fn ask(balancer: &Balancer) -> (u16, String) {
        let client = Client::builder().no_proxy().build().unwrap();
        let asked = client
            .post(format!("{}/bot/main/webhook", balancer.url()))
            .header("secret", "sesame")
            .body("{}")
            .send()
            .await
            .unwrap();
        (asked.status().as_u16(), asked.text().await.unwrap())
    }

    #[tokio::test]
    async fn requests_go_round_and_step_over_who_is_not_there() {
        let nobody = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let replicas = vec![replica("one").await, nobody, replica("two").await];
        let balancer = Balancer::start(replicas).await;
        let mut answers = Vec::new();
        for _ in 0..3 {
            answers.push(ask(&balancer).await);
        }
        let expected = ["one", "two", "two"]
            .map(|name| (200, format!("{name} /bot/main/webhook sesame {{}}")));
        assert_eq!(answers, expected);
    }

    #[tokio::test]
    async fn with_nobody_there_it_is_a_bad_gateway() {
        let nobody = SocketAddr::from(([127, 0, 0, 1], free_port()));
        let balancer = Balancer::start(vec![nobody]).await;
        assert_eq!(ask(&balancer).await.0, 502);
    }
}
