//! Several things at once in one task: while one waits for its database, the others go on. Knows nothing of what they do.

use std::future::poll_fn;
use std::task::Poll;

/// Waits for all; what they give, in the order of the futures.
pub async fn all<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Some(Box::pin(future)), None)).collect();
    poll_fn(|context| {
        for (future, given) in &mut running {
            if let Some(left) = future
                && let Poll::Ready(value) = left.as_mut().poll(context)
            {
                (*future, *given) = (None, Some(value));
            }
        }
        if running.iter().all(|(future, _)| future.is_none()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, given)| given).collect()
}

#[cfg(test)]
mod tests {
    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn the_first_may_wait_for_the_last() {
        let (bell, order) = (Notify::new(), std::sync::Mutex::new(Vec::new()));
        let given = all((1..=3).map(async |number| {
            if number == 1 {
                bell.notified().await;
            } else if number == 3 {
                bell.notify_one();
            }
            order.lock().unwrap().push(number);
            number * 10
        }))
        .await;
        assert_eq!(given, [10, 20, 30]);
        assert_eq!(*order.lock().unwrap(), [2, 3, 1]);
        assert!(all(Vec::<std::future::Ready<u8>>::new()).await.is_empty());
    }
}
