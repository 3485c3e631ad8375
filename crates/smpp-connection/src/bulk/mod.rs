//! Many requests from one place: a stream of requests in, a stream of answers out.

mod answers;
mod queues;
mod sender;

use std::collections::VecDeque;
use std::sync::Arc;

use smpp_codec::frame::Frame;

pub use self::answers::Answers;
pub(crate) use self::queues::Queues;
pub use self::sender::BulkSender;
use crate::connection::Handle;
use crate::error::Error;

/// An answer, or that there will be none.
#[derive(Debug)]
#[non_exhaustive]
pub struct Answer {
    /// What the sender called the request.
    pub tag: u64,
    /// The response, whatever its status; or why there is none.
    pub result: Result<Frame, Error>,
}

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
