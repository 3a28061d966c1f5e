//! Leases.

use crate::world::{World, at};

contract!(one_of_many_gets_a_lease, a_lease_is_prolonged_runs_out_and_is_given_back);

async fn one_of_many_gets_a_lease(world: World) {
    for (now, until) in [(at(0), at(10)), (at(10), at(20))] {
        let answers = world
            .race(move |world, number| async move {
                let holder = format!("{number} {now}");
                world.leases.acquire("poll:main", &holder, now, until).await.unwrap()
            })
            .await;
        assert_eq!(answers.iter().filter(|held| **held).count(), 1);
    }
    assert_eq!(world.count("leases").await, 1);
}

async fn a_lease_is_prolonged_runs_out_and_is_given_back(world: World) {
    let leases = &world.leases;
    assert!(leases.acquire("a", "one", at(0), at(10)).await.unwrap());
    assert!(!leases.acquire("a", "two", at(9), at(20)).await.unwrap());
    assert!(leases.acquire("a", "one", at(9), at(20)).await.unwrap());
    assert!(!leases.acquire("a", "two", at(19), at(30)).await.unwrap());
    assert!(leases.acquire("b", "two", at(0), at(10)).await.unwrap());
    leases.release("a", "two").await.unwrap();
    assert!(!leases.acquire("a", "two", at(19), at(30)).await.unwrap());
    leases.release("a", "one").await.unwrap();
    assert!(leases.acquire("a", "two", at(0), at(30)).await.unwrap());
    assert!(leases.acquire("a", "one", at(30), at(40)).await.unwrap());
}
