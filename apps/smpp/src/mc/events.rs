//! What the message centre tells of what it does: one line each.

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::out::Out;
use crate::wire_log::Since;

/// Where events go.
#[derive(Clone, Debug)]
pub(crate) struct Events {
    start: Instant,
    /// Standard output, unless nobody wants to know.
    out: Option<Out>,
    /// Standard error: what went wrong with a peer.
    errors: Option<Out>,
}

impl Events {
    pub(crate) fn new(out: Option<Out>, errors: Option<Out>) -> Self {
        Self {
            start: Instant::now(),
            out,
            errors,
        }
    }

    /// Time since the start.
    pub(crate) fn now(&self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) const fn start(&self) -> Instant {
        self.start
    }

    /// Something happened.
    pub(crate) fn tell(&self, event: fmt::Arguments<'_>) {
        if let Some(out) = &self.out {
            out.line(format_args!("{} {event}", Since(self.now())));
        }
    }

    /// Something went wrong with one peer; the others are served as before.
    pub(crate) fn trouble(&self, session: u64, peer: SocketAddr, why: fmt::Arguments<'_>) {
        self.tell(format_args!("#{session} closed: {why}"));
        if let Some(errors) = &self.errors {
            errors.line(format_args!("smpp: {peer} (session #{session}): {why}"));
        }
    }
}
