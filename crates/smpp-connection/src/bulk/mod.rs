//! Many requests from one place: a stream of requests in, a stream of answers out.

mod answers;
pub(crate) mod queues;
mod sender;

use std::collections::VecDeque;
use std::sync::Arc;

pub use self::answers::Answers;
pub use self::queues::Answer;
pub use self::sender::BulkSender;
use crate::handle::Handle;

/// How many answers may be left untaken at least: one for each part of the longest message.
const UNTAKEN: usize = 256;

pub(crate) fn open(handle: &Arc<Handle>) -> (BulkSender, Answers) {
    let shared = handle.shared();
    let mut inner = shared.lock();
    let queue = inner.bulk.open();
    let sender = BulkSender {
        handle: Arc::clone(handle),
        queue,
        untaken: shared.settings.window.saturating_mul(2).max(UNTAKEN),
        give_up: None,
        number: inner.next_number(),
        waiting: false,
    };
    let answers = Answers {
        handle: Arc::clone(handle),
        queue,
        taken: VecDeque::new(),
    };
    (sender, answers)
}
