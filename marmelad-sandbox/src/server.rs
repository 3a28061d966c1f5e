//! Routes and the HTTP server.

use std::time::Duration;

use poem::middleware::AddData;
use poem::{Endpoint, EndpointExt, Route, Server};
use tokio::net::TcpListener;

use crate::connection::{Connections, CuttingAcceptor};
use crate::sandbox::Sandbox;
use crate::{bot_api, control, guard, web};

/// How long running requests may take after the stop.
const GRACE: Duration = Duration::from_millis(500);

/// Serves until the sandbox stops.
pub(crate) async fn run(sandbox: Sandbox, listener: TcpListener) {
    let connections = Connections::default();
    let acceptor = CuttingAcceptor::new(listener, sandbox.local(), connections.clone());
    let stopping = sandbox.shared().clone();
    let served = Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(
            routes(sandbox, connections),
            async move { stopping.stopping().await },
            Some(GRACE),
        )
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "sandbox server failed");
    }
}

fn routes(sandbox: Sandbox, connections: Connections) -> impl Endpoint {
    Route::new()
        .at("/", web::page().around(guard::own_pages_only))
        .at("/favicon.ico", web::icon().around(guard::own_pages_only))
        .nest("/chat", web::files().around(guard::own_pages_only))
        .nest("/control", control::routes().around(guard::own_pages_only))
        .at("/file/:bot/*path", poem::get(bot_api::download))
        .at("/:bot/:method", bot_api::serve)
        .with(AddData::new(sandbox.shared().clone()))
        .with(AddData::new(sandbox))
        .with(AddData::new(connections))
}
