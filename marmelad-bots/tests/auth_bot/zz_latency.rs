use crate::harness::Shop;
use crate::till::{self, hire};
use std::time::Instant;
#[tokio::test(flavor = "multi_thread")]
async fn latency() {
    let shop = Shop::open().await;
    let ira = hire(&shop, "Ира").await;
    let code = till::code(&shop).await;
    let mut times = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        ira.asks(&code, "Код валиден").await;
        times.push(start.elapsed());
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    times.sort();
    println!(
        "median {:?} p90 {:?} max {:?}",
        times[100], times[180], times[199]
    );
    shop.close().await;
}
