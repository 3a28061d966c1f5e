//! Which processes run.

use marmelad_core::system::ProcessReport;

use crate::world::{World, at};

contract!(processes_come_report_themselves_and_go);

fn process(id: &str, started: i64) -> ProcessReport {
    ProcessReport {
        id: id.into(),
        name: "marmelad-bots".into(),
        roles: "bots,worker".into(),
        zone: "Asia/Vladivostok".into(),
        version: "1.2.3".into(),
        started_at: at(started),
    }
}

async fn processes_come_report_themselves_and_go(world: World) {
    let registry = &world.processes;
    let (first, second) = (process("1:aa", 0), process("2:bb", 5));
    registry.report(second.clone(), at(5)).await.unwrap();
    registry.report(first.clone(), at(6)).await.unwrap();
    let seen = async |since| registry.seen_since(at(since)).await.unwrap();
    assert_eq!(seen(0).await, [first.clone(), second.clone()]);
    registry.report(first.clone(), at(60_000)).await.unwrap();
    assert_eq!(seen(1000).await.len(), 1, "the second is silent");
    let next_day = process("4:dd", 86_400_006);
    registry.report(next_day.clone(), at(86_400_006)).await.unwrap();
    let kept = world.texts("SELECT process_id FROM processes ORDER BY id").await;
    assert_eq!(kept, ["1:aa", "4:dd"], "the second is forgotten");
    registry.leave(&next_day.id).await.unwrap();
    registry.leave(&first.id).await.unwrap();
    registry.leave(&first.id).await.unwrap();
    assert_eq!(seen(0).await, []);
    world
        .race(|world, _| async move {
            let reported = world.processes.report(process("3:cc", 9), at(9)).await;
            reported.unwrap();
        })
        .await;
    assert_eq!(world.processes.seen_since(at(9)).await.unwrap().len(), 1);
}
