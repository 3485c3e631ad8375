//! Tasks that wait once and go: nothing of them stays as long as the connection lives. Apart from
//! other tests, since memory is the process's.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use smpp_faults::{Census, LONG, message, trial};
use smpp_tokio::{Connection, Settings};
use tokio::time::{sleep, timeout};

/// Polls it once, and drops it.
async fn once(future: impl Future) {
    let mut future = pin!(future);
    poll_fn(|cx| {
        let _ = future.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
}

fn leaves_nothing<F>(wait: fn(Connection) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    trial(Settings::default(), async |world| {
        let (connection, incoming) = world.connect(world.server()).await.unwrap();
        let answering = world.answer(incoming);
        let mut before = None;
        for round in 0..20 {
            for _ in 0..200 {
                tokio::spawn(wait(connection.clone())).await.unwrap();
            }
            while connection.outstanding() > 0 {
                sleep(Duration::from_millis(1)).await;
            }
            let now = Census::take().octets;
            // The first rounds fill what is used again.
            if round >= 2 {
                let before = *before.get_or_insert(now);
                assert!(now < before + 32 * 1024, "{now} octets, {before} before");
            }
        }
        timeout(LONG, connection.unbind()).await.unwrap().unwrap();
        timeout(LONG, answering).await.unwrap().unwrap();
    });
}

#[test]
fn a_request_that_was_dropped_leaves_nothing() {
    leaves_nothing(|connection| async move {
        once(connection.submit_sm(message(b"dropped"))).await;
    });
}

#[test]
fn a_request_with_a_limit_that_was_dropped_leaves_nothing() {
    leaves_nothing(|connection| async move {
        once(connection.within(LONG).submit_sm(message(b"dropped"))).await;
    });
}

#[test]
fn a_wait_for_the_end_that_was_dropped_leaves_nothing() {
    leaves_nothing(|connection| async move {
        once(connection.closed()).await;
    });
}
