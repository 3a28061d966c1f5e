//! Many callers, one transaction.
//!
//! A transaction costs the database about the same whether it writes one update or thirty. What callers bring
//! while a group is on its way makes the next group: alone nobody waits for others, and the busier it is, the
//! larger the groups become.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use marmelad_adapters::telemetry::describe;
use marmelad_core::kernel::PortError;
use tokio::sync::{Semaphore, oneshot};
use tokio_util::task::TaskTracker;

/// The largest group: so large that more would gain little, and a transaction is still short.
const LARGEST: usize = 32;
/// Groups on their way at once.
const AT_ONCE: usize = 1;
/// A group that takes longer than this is given up: others wait behind it, and both what is taken in and what is
/// ended stands being repeated.
const LONGEST: Duration = Duration::from_secs(15);

type Answer<O> = oneshot::Sender<Result<O, PortError>>;
type Work<I, O> =
    Box<dyn Fn(Vec<I>) -> BoxFuture<'static, Result<Vec<O>, PortError>> + Send + Sync>;

/// Gathers items into groups. Cheap to clone.
pub(super) struct Group<I, O>(Arc<Shared<I, O>>);

struct Shared<I, O> {
    waiting: Mutex<VecDeque<(I, Answer<O>)>>,
    turns: Semaphore,
    work: Work<I, O>,
    tasks: TaskTracker,
}

impl<I, O> Clone for Group<I, O> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<I, O> Group<I, O>
where
    I: Clone + Send + 'static,
    O: Send + 'static,
{
    /// `work` does a group in one go and answers one result for each item, in their order. It runs on, tracked
    /// by `tasks`, when its callers have gone.
    pub(super) fn new<F, Fut>(tasks: TaskTracker, work: F) -> Self
    where
        F: Fn(Vec<I>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Vec<O>, PortError>> + Send + 'static,
    {
        Self(Arc::new(Shared {
            waiting: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            work: Box::new(move |items| Box::pin(work(items))),
            tasks,
        }))
    }

    /// Has an item done with those of other callers.
    pub(super) async fn submit(&self, item: I) -> Result<O, PortError> {
        let (answer, answered) = oneshot::channel();
        self.0.waiting().push_back((item, answer));
        // One task for each item: whoever comes to a turn takes along what waits, so none is left.
        let group = self.clone();
        self.0.tasks.spawn(async move { group.take_turn().await });
        answered.await.unwrap_or_else(|_| Err(broke_down()))
    }

    async fn take_turn(&self) {
        let Ok(_turn) = self.0.turns.acquire().await else {
            return;
        };
        let (items, answers): (Vec<I>, Vec<Answer<O>>) = {
            let mut waiting = self.0.waiting();
            let count = waiting.len().min(LARGEST);
            waiting.drain(..count).unzip()
        };
        if items.is_empty() {
            return;
        }
        let results = self.work_off(items).await;
        for (answer, result) in answers.into_iter().zip(results) {
            // Whoever asked may have gone.
            let _ = answer.send(result);
        }
    }

    /// A group that the database refuses is done one by one: one item that it cannot take must not cost the
    /// others theirs.
    async fn work_off(&self, items: Vec<I>) -> Vec<Result<O, PortError>> {
        let count = items.len();
        match self.within_limit(items.clone()).await {
            Ok(done) => done.into_iter().map(Ok).collect(),
            Err(error) if count == 1 => vec![Err(error)],
            Err(PortError::Unavailable { what, source }) => {
                let why = describe(&*source);
                let unavailable = || PortError::Unavailable {
                    what,
                    source: why.clone().into(),
                };
                (0..count).map(|_| Err(unavailable())).collect()
            }
            Err(_) => {
                let mut results = Vec::with_capacity(count);
                for item in items {
                    let done = self.within_limit(vec![item]).await;
                    results.push(done.and_then(|mut done| done.pop().ok_or_else(broke_down)));
                }
                results
            }
        }
    }

    async fn within_limit(&self, items: Vec<I>) -> Result<Vec<O>, PortError> {
        let work = tokio::time::timeout(LONGEST, (self.0.work)(items));
        work.await.unwrap_or_else(|_| Err(broke_down()))
    }
}

impl<I, O> Shared<I, O> {
    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<(I, Answer<O>)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn broke_down() -> PortError {
    PortError::Unavailable {
        what: "the inbox",
        source: "its transaction broke down".into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;
    use tokio::sync::Notify;

    use super::*;

    fn broken() -> PortError {
        PortError::Broken {
            what: "a database statement",
            source: "too long".into(),
        }
    }

    #[tokio::test]
    async fn what_comes_while_a_group_is_on_its_way_makes_the_next() {
        let (sizes, gate) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Notify::new()));
        let (seen, open) = (Arc::clone(&sizes), Arc::clone(&gate));
        let group = Group::new(TaskTracker::new(), move |items: Vec<usize>| {
            let is_first = seen.lock().unwrap().is_empty();
            seen.lock().unwrap().push(items.len());
            let open = Arc::clone(&open);
            async move {
                if is_first {
                    open.notified().await;
                }
                Ok(items.into_iter().map(|item| item * 2).collect())
            }
        });
        let first = tokio::spawn({
            let group = group.clone();
            async move { group.submit(1).await.unwrap() }
        });
        while sizes.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        let others = (0..40).map(|item| group.submit(item));
        let others = async {
            let done = join_all(others);
            tokio::pin!(done);
            // All of them stand in line before the first is let through.
            let _ = futures::poll!(&mut done);
            gate.notify_one();
            done.await
        };
        let others: Vec<usize> = others.await.into_iter().map(Result::unwrap).collect();
        assert_eq!(first.await.unwrap(), 2);
        assert_eq!(others, (0..40).map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(*sizes.lock().unwrap(), [1, LARGEST, 40 - LARGEST]);
    }

    #[tokio::test]
    async fn one_that_is_refused_costs_the_others_nothing() {
        let group = Group::new(TaskTracker::new(), |items: Vec<i32>| async move {
            if items.contains(&13) {
                return Err(broken());
            }
            Ok(items)
        });
        let results = join_all([12, 13, 14].map(|item| group.submit(item))).await;
        let done: Vec<Option<i32>> = results.into_iter().map(Result::ok).collect();
        assert_eq!(done, [Some(12), None, Some(14)]);
    }

    #[tokio::test]
    async fn a_database_that_is_away_is_asked_once_for_all() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let group = Group::new(TaskTracker::new(), move |_: Vec<i32>| {
            count.fetch_add(1, Ordering::Relaxed);
            async move { Err::<Vec<i32>, _>(broke_down()) }
        });
        let results = join_all((0..LARGEST).map(|_| group.submit(1))).await;
        assert!(results.iter().all(Result::is_err));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_hangs_is_given_up_in_time_and_those_behind_it_go_on() {
        let group = Group::new(TaskTracker::new(), |items: Vec<i32>| async move {
            if items.contains(&13) {
                std::future::pending::<()>().await;
            }
            Ok(items)
        });
        let begun = tokio::time::Instant::now();
        let hanging = tokio::spawn({
            let group = group.clone();
            async move { group.submit(13).await }
        });
        // Once it is on its way, another comes.
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(group.submit(1).await.unwrap(), 1);
        assert_eq!(begun.elapsed().as_secs(), LONGEST.as_secs());
        assert!(matches!(
            hanging.await.unwrap(),
            Err(PortError::Unavailable { .. })
        ));
    }

    /// What is done one by one after a refusal has the same limit each.
    #[tokio::test(start_paused = true)]
    async fn one_that_hangs_by_itself_does_not_keep_the_others_of_its_group() {
        let group = Group::new(TaskTracker::new(), |items: Vec<i32>| async move {
            match items[..] {
                [13] => std::future::pending().await,
                [_] => Ok(items),
                _ => Err(broken()),
            }
        });
        let results = join_all([12, 13, 14].map(|item| group.submit(item))).await;
        let done: Vec<Option<i32>> = results.into_iter().map(Result::ok).collect();
        assert_eq!(done, [Some(12), None, Some(14)]);
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_takes_nothing_back() {
        let done = Arc::new(AtomicUsize::new(0));
        let (count, tasks) = (Arc::clone(&done), TaskTracker::new());
        let group = Group::new(tasks.clone(), move |items: Vec<i32>| {
            count.fetch_add(items.len(), Ordering::Relaxed);
            async move { Ok(items) }
        });
        let mut leaving = Box::pin(group.submit(1));
        let _ = futures::poll!(&mut leaving);
        drop(leaving);
        tasks.close();
        tasks.wait().await;
        assert_eq!(done.load(Ordering::Relaxed), 1);
    }
}
