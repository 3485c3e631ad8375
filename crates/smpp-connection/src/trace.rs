//! What is told to `tracing`: a span for each connection, and events in it.
//!
//! Commands, numbers, statuses and latencies; never a password, an address of a message or a text.

use std::time::Duration;

use smpp_codec::Header;
use smpp_session::{CloseReason, RemoteError};

use crate::tap::{Direction, Link};
#[cfg(feature = "tracing")]
use tracing::level_filters::LevelFilter;

/// The span of a connection. Without the feature `tracing` it is nothing.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(crate) fn new(link: &Link) -> Self {
        let span = tracing::info_span!(
            "smpp",
            connection = link.number,
            peer = link.peer.map(tracing::field::display),
            system_id = tracing::field::Empty,
        );
        Self { span }
    }

    /// The ESME has said who it is.
    pub(crate) fn system_id(&self, system_id: &[u8]) {
        let system_id = tracing::field::display(system_id.escape_ascii());
        self.span.record("system_id", system_id);
    }

    /// Most often nobody listens, and to see that costs one load.
    #[inline]
    pub(crate) fn frame(&self, direction: Direction, header: &Header) {
        if LevelFilter::current() >= LevelFilter::TRACE {
            self.show(direction, header);
        }
    }

    fn show(&self, direction: Direction, header: &Header) {
        let what = match direction {
            Direction::Received => "received",
            Direction::Sent => "sent",
        };
        tracing::trace!(
            parent: &self.span,
            command = %header.command_id,
            status = %header.command_status,
            sequence_number = header.sequence_number,
            octets = header.command_length,
            "{what}"
        );
    }

    #[inline]
    pub(crate) fn answered(&self, header: &Header, latency: Duration) {
        if LevelFilter::current() >= LevelFilter::DEBUG {
            self.show_answered(header, latency);
        }
    }

    fn show_answered(&self, header: &Header, latency: Duration) {
        tracing::debug!(
            parent: &self.span,
            command = %header.command_id,
            status = %header.command_status,
            sequence_number = header.sequence_number,
            latency_us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
    }

    pub(crate) fn fault(&self, error: &RemoteError) {
        tracing::warn!(parent: &self.span, %error, "the peer broke the protocol");
    }

    pub(crate) fn bound(&self) {
        tracing::info!(parent: &self.span, "bound");
    }

    pub(crate) fn closed(&self, reason: CloseReason) {
        tracing::info!(parent: &self.span, %reason, "closed");
    }
}

#[cfg(not(feature = "tracing"))]
#[allow(clippy::unused_self, reason = "the same calls, which do nothing")]
impl Trace {
    pub(crate) const fn new(_: &Link) -> Self {
        Self {}
    }

    pub(crate) const fn system_id(&self, _: &[u8]) {}

    pub(crate) const fn frame(&self, _: Direction, _: &Header) {}

    pub(crate) const fn answered(&self, _: &Header, _: Duration) {}

    pub(crate) const fn fault(&self, _: &RemoteError) {}

    pub(crate) const fn bound(&self) {}

    pub(crate) const fn closed(&self, _: CloseReason) {}
}
