//! What it takes to send all clients away as a file.

use std::time::Instant;

use crate::figures::row;
use crate::processes::{Running, free_port};
use crate::production::Production;
use crate::users::{Wire, access, fill, http, token};

pub(crate) async fn clients() {
    let clients = std::env::var("ROWS").map_or(1_000_000, |rows| rows.parse().unwrap());
    let shop = Production::open().await;
    let pool = shop.pool().await;
    fill(&pool, clients).await;
    let secret = token(&shop.running.app).await;
    let port = free_port();
    let mut server = Running::start(&mut http(&shop, port));
    server.until_healthy(port);
    let token = access(port, &secret).await;
    let before = server.rss_mib();
    for format in ["csv", "xlsx"] {
        let request = format!(
            "GET /api/v1/users/export?format={format} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Connection: close\r\n\r\n"
        );
        let begun = Instant::now();
        let bytes = Wire::connect(port).await.drain(&request).await;
        let took = begun.elapsed().as_secs_f64();
        assert!(bytes > u64::from(clients), "{bytes} bytes are no file of {clients} rows");
        row(
            &format!("export of {clients} users as {format}, MariaDB"),
            &format!(
                "{took:.1} s, {:.0} MiB; peak VmRSS of marmelad-http so far {:.1} MiB ({before:.1} before)",
                bytes as f64 / 1_048_576.0,
                server.peak_rss_mib(),
            ),
            "memory that does not grow with the rows",
        );
    }
    drop(server);
    pool.close().await;
    shop.close().await;
}
