//! Routes and the HTTP server.

use std::net::SocketAddr;
use std::time::Duration;

use poem::middleware::AddData;
use poem::{Endpoint, EndpointExt, Route, Server};
use tokio::net::TcpListener;

use crate::bot_api;
use crate::connection::{Connections, CuttingAcceptor};
use crate::shared::Shared;

/// Requests in flight get so long once the sandbox stops.
const GRACE: Duration = Duration::from_millis(500);

/// Serves until the sandbox stops.
pub(crate) async fn run(shared: Shared, listener: TcpListener, local: SocketAddr) {
    let connections = Connections::default();
    let acceptor = CuttingAcceptor::new(listener, local, connections.clone());
    let stopping = shared.clone();
    let served = Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(
            routes(shared, connections),
            async move { stopping.stopping().await },
            Some(GRACE),
        )
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "sandbox server failed");
    }
}

fn routes(shared: Shared, connections: Connections) -> impl Endpoint {
    Route::new()
        .at("/file/:bot/*path", poem::get(bot_api::download))
        .at("/:bot/:method", bot_api::serve)
        .with(AddData::new(shared))
        .with(AddData::new(connections))
}
