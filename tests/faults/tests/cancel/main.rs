//! Every future, dropped at every point at which it waits: the session works on, the window is
//! whole, and nobody else loses anything.

mod bound;
mod bulk;
mod client;
mod ending;
mod kept;
mod opening;
mod receiving;
mod requests;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use smpp_faults::LONG;
use smpp_session::Config;
use smpp_tokio::Settings;
use tokio::task::yield_now;
use tokio::time::timeout;

const WINDOW: usize = 3;

/// Nothing but what the test does may wake anybody.
fn settings() -> Settings {
    let session = Config::new()
        .with_enquire_link_interval(None)
        .with_response_timeout(None);
    Settings::new().with_session(session).with_window(WINDOW)
}

async fn breathe(turns: usize) {
    for _ in 0..turns {
        yield_now().await;
    }
}

/// Waits until it is so.
async fn until(mut is_so: impl FnMut() -> bool) {
    let waiting = async {
        while !is_so() {
            yield_now().await;
        }
    };
    timeout(LONG, waiting).await.expect("waited in vain");
}

/// Polls a future so many times, while all others get so many turns between, and drops it. Gives
/// what it gave, if it did.
async fn polled<F: Future>(future: F, times: usize, turns: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    for _ in 0..times {
        if let Poll::Ready(output) = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await {
            return Some(output);
        }
        breathe(turns).await;
    }
    None
}

/// Calls with every number of polls until the future is done by then, for each of several numbers
/// of turns between. `attempt` answers whether it was done.
async fn sweep(mut attempt: impl AsyncFnMut(usize, usize) -> bool) {
    let mut done = 0;
    for turns in [0, 1, 2, 3, 5, 8, 20, 100] {
        for times in 0..40 {
            if timeout(LONG, attempt(times, turns))
                .await
                .expect("something stalled")
            {
                assert!(times > 0);
                done += 1;
                break;
            }
        }
    }
    assert!(
        done > 0,
        "the future was never done: its later stages were not tried"
    );
}
