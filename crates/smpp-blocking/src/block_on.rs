//! How a thread waits for a future: it parks until the future's waker is woken.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use crate::output::{Claim, Held};
use crate::parker::Parker;
use crate::sync::thread_local;

thread_local! {
    /// The thread's parker between two waits. A wait within a wait finds none and makes another,
    /// so neither takes the other's wake-up.
    static PARKER: Cell<Option<Arc<Parker>>> = const { Cell::new(None) };
}

/// Blocks the thread until the future is ready.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Some(output) = block_until(None, |cx| future.as_mut().poll(cx)) {
            return output;
        }
    }
}

/// Blocks the thread until `poll` is ready, or until this time.
///
/// What a poll adds to the output of an idle connection is written by this thread.
pub(crate) fn block_until<T>(
    until: Option<Instant>,
    mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>,
) -> Option<T> {
    let kept = PARKER.try_with(Cell::take).ok().flatten();
    let parker = kept.unwrap_or_default();
    let waker = Waker::from(Arc::clone(&parker));
    let mut cx = Context::from_waker(&waker);
    let output = loop {
        let claim = Claim::open();
        let polled = poll(&mut cx);
        claim.close().into_iter().for_each(Held::write_inline);
        match polled {
            Poll::Ready(output) => break Some(output),
            Poll::Pending if parker.park(until) => {}
            Poll::Pending => break None,
        }
    };
    // Fails while the thread ends; the parker is dropped then.
    let _ = PARKER.try_with(|kept| kept.set(Some(parker)));
    output
}
