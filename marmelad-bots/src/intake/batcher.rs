//! Many callers, one transaction.
//!
//! A transaction costs the database about the same whether it writes one update or thirty. Items submitted while a
//! batch is being written form the next batch: a lone caller waits for nobody, and batches grow with the load.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use marmelad_adapters::telemetry::describe;
use marmelad_core::kernel::PortError;
use tokio::sync::oneshot;

/// The largest batch: more would gain little, and the transaction stays short.
const MAX_BATCH: usize = 32;
/// A batch that takes longer is given up, because the next one waits behind it. Accepting and finishing updates may be repeated.
const TIME_LIMIT: Duration = Duration::from_secs(15);

type Reply<O> = oneshot::Sender<Result<O, PortError>>;

/// Gathers the items of concurrent callers into batches; one batch is written at a time.
pub(super) struct Batcher<I, O> {
    waiting: Mutex<VecDeque<(I, Reply<O>)>>,
    writing: tokio::sync::Mutex<()>,
}

impl<I, O> Default for Batcher<I, O> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), writing: tokio::sync::Mutex::default() }
    }
}

impl<I: Clone, O> Batcher<I, O> {
    /// Has an item written and returns its outcome. `write` writes a batch in one transaction and returns one outcome
    /// per item, in their order; the caller that gets to write takes along whatever waits. A caller that is dropped
    /// while it writes fails the other items of its batch, so callers run in tasks of their own.
    pub(super) async fn submit<F, Fut>(&self, item: I, write: F) -> Result<O, PortError>
    where
        F: Fn(Vec<I>) -> Fut,
        Fut: Future<Output = Result<Vec<O>, PortError>>,
    {
        let (reply, mut outcome) = oneshot::channel();
        self.waiting().push_back((item, reply));
        loop {
            tokio::select! {
                biased;
                outcome = &mut outcome => return outcome.unwrap_or_else(|_| Err(interrupted())),
                _writing = self.writing.lock() => self.write_next_batch(&write).await,
            }
        }
    }

    async fn write_next_batch<F, Fut>(&self, write: &F)
    where
        F: Fn(Vec<I>) -> Fut,
        Fut: Future<Output = Result<Vec<O>, PortError>>,
    {
        let (items, replies): (Vec<I>, Vec<Reply<O>>) = {
            let mut waiting = self.waiting();
            let count = waiting.len().min(MAX_BATCH);
            waiting.drain(..count).unzip()
        };
        if items.is_empty() {
            // Written by the caller before, which has just let go of the lock.
            return;
        }
        let outcomes = write_batch(items, write).await;
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            // The caller may have gone.
            let _ = reply.send(outcome);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<(I, Reply<O>)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes a batch that the database refuses item by item, so that one bad item fails alone.
async fn write_batch<I, O, F, Fut>(items: Vec<I>, write: &F) -> Vec<Result<O, PortError>>
where
    I: Clone,
    F: Fn(Vec<I>) -> Fut,
    Fut: Future<Output = Result<Vec<O>, PortError>>,
{
    let write = |items| async {
        let written = tokio::time::timeout(TIME_LIMIT, write(items)).await;
        written.unwrap_or_else(|_| Err(interrupted()))
    };
    match write(items.clone()).await {
        Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
        Err(PortError::Unavailable { what, source }) => {
            let reason = describe(&*source);
            let error = |_| PortError::Unavailable { what, source: reason.clone().into() };
            items.iter().map(error).map(Err).collect()
        }
        Err(error) if items.len() == 1 => vec![Err(error)],
        Err(_) => {
            let mut outcomes = Vec::with_capacity(items.len());
            for item in items {
                let written = write(vec![item]).await;
                outcomes.push(written.and_then(|mut one| one.pop().ok_or_else(interrupted)));
            }
            outcomes
        }
    }
}

fn interrupted() -> PortError {
    PortError::Unavailable { what: "the inbox", source: "its transaction was interrupted".into() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::{join, join_all};
    use tokio::sync::Notify;

    use super::*;

    fn refused() -> PortError {
        PortError::Broken { what: "a database statement", source: "too long".into() }
    }

    fn written(outcomes: Vec<Result<i32, PortError>>) -> Vec<Option<i32>> {
        outcomes.into_iter().map(Result::ok).collect()
    }

    #[tokio::test]
    async fn items_submitted_during_a_write_form_the_next_batches() {
        let (sizes, first) = (Mutex::new(Vec::new()), Notify::new());
        let write = |items: Vec<usize>| {
            let is_first = sizes.lock().unwrap().is_empty();
            sizes.lock().unwrap().push(items.len());
            let first = &first;
            async move {
                if is_first {
                    first.notified().await;
                }
                Ok(items.into_iter().map(|item| item * 2).collect())
            }
        };
        let batcher = Batcher::default();
        let mut slow = Box::pin(batcher.submit(1, write));
        assert!(futures::poll!(&mut slow).is_pending());
        let mut others = Box::pin(join_all((0..40).map(|item| batcher.submit(item, write))));
        assert!(futures::poll!(&mut others).is_pending());
        first.notify_one();
        let (slow, others) = join(slow, others).await;
        let others: Vec<usize> = others.into_iter().map(Result::unwrap).collect();
        assert_eq!(slow.unwrap(), 2);
        assert_eq!(others, (0..40).map(|item| item * 2).collect::<Vec<_>>());
        assert_eq!(*sizes.lock().unwrap(), [1, MAX_BATCH, 40 - MAX_BATCH]);
    }

    #[tokio::test]
    async fn an_empty_batch_is_not_written() {
        let batcher = Batcher::<i32, i32>::default();
        let write = async |_: Vec<i32>| panic!("an empty batch");
        batcher.write_next_batch(&write).await;
    }

    #[tokio::test]
    async fn a_refused_item_fails_alone() {
        let batcher = Batcher::default();
        let write = async |items: Vec<i32>| {
            if items.contains(&13) {
                return Err(refused());
            }
            Ok(items)
        };
        let outcomes = join_all([12, 13, 14].map(|item| batcher.submit(item, write))).await;
        assert_eq!(written(outcomes), [Some(12), None, Some(14)]);
    }

    #[tokio::test]
    async fn an_unavailable_database_is_asked_once_per_batch() {
        let (batcher, calls) = (Batcher::default(), AtomicUsize::new(0));
        let write = async |_: Vec<i32>| {
            calls.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Err::<Vec<i32>, _>(interrupted())
        };
        let outcomes = join_all((0..=MAX_BATCH).map(|_| batcher.submit(1, write))).await;
        assert!(outcomes.iter().all(Result::is_err));
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_hanging_batch_is_given_up_and_the_next_one_written() {
        let batcher = Batcher::default();
        let write = async |items: Vec<i32>| {
            if items.contains(&13) {
                std::future::pending::<()>().await;
            }
            Ok(items)
        };
        let begun = tokio::time::Instant::now();
        let (hanging, next) = join(batcher.submit(13, write), batcher.submit(1, write)).await;
        assert!(matches!(hanging, Err(PortError::Unavailable { .. })));
        assert_eq!(next.unwrap(), 1);
        assert_eq!(begun.elapsed(), TIME_LIMIT);
    }

    #[tokio::test(start_paused = true)]
    async fn an_item_that_hangs_by_itself_does_not_hold_up_its_batch() {
        let batcher = Batcher::default();
        let write = async |items: Vec<i32>| match items[..] {
            [13] => std::future::pending().await,
            [_] => Ok(items),
            _ => Err(refused()),
        };
        let outcomes = join_all([12, 13, 14].map(|item| batcher.submit(item, write))).await;
        assert_eq!(written(outcomes), [Some(12), None, Some(14)]);
    }

    #[tokio::test]
    async fn a_caller_that_goes_away_before_its_batch_is_written_still_has_its_item_written() {
        let (batcher, first) = (Batcher::default(), Notify::new());
        let all = Mutex::new(Vec::new());
        let write = async |items: Vec<i32>| {
            if items == [1] {
                first.notified().await;
            }
            all.lock().unwrap().extend(items.clone());
            Ok(items)
        };
        let mut slow = Box::pin(batcher.submit(1, write));
        assert!(futures::poll!(&mut slow).is_pending());
        let mut leaving = Box::pin(batcher.submit(2, write));
        assert!(futures::poll!(&mut leaving).is_pending());
        drop(leaving);
        first.notify_one();
        join(slow, batcher.submit(3, write)).await.1.unwrap();
        assert_eq!(*all.lock().unwrap(), [1, 2, 3]);
    }
}
