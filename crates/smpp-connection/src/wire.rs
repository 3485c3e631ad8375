//! The frames of a connection as they pass: output buffer, counters, log and tap.

use std::sync::Arc;

use smpp_codec::{CommandId, EncodeError, Header, Sink};
use smpp_session::{CloseReason, Instant, RemoteError};

use crate::link_check::LinkCheck;
use crate::metrics::Meter;
use crate::tap::{Direction, Link, Tap};
use crate::trace::Trace;
use crate::write_buffer::WriteBuffer;

/// Takes what the session encodes, and shows every frame of both directions to the observers.
///
/// The codec names each PDU to the sink when it has encoded it, so no frame is read back.
pub(crate) struct Wire {
    /// Output that the driver has not taken yet.
    pub(crate) buffer: WriteBuffer,
    pub(crate) meter: Meter,
    pub(crate) trace: Trace,
    tap: Option<Box<(Arc<dyn Tap>, Link)>>,
    /// Whether an `enquire_link` was encoded since [`settle`](Self::settle).
    has_asked: bool,
    /// Our last `enquire_link`, until it is answered.
    pub(crate) link_check: LinkCheck,
}

impl Wire {
    pub(crate) fn new(trace: Trace, tap: Option<Arc<dyn Tap>>, link: Link) -> Self {
        Self {
            buffer: WriteBuffer::default(),
            meter: Meter::default(),
            trace,
            tap: tap.map(|tap| Box::new((tap, link))),
            has_asked: false,
            link_check: LinkCheck::default(),
        }
    }

    /// A frame was received.
    #[inline]
    pub(crate) fn received(&mut self, now: Instant, header: &Header, frame: &[u8]) {
        let (command_id, status) = (header.command_id, header.command_status);
        self.meter.received(command_id, status, frame.len());
        if command_id == CommandId::ENQUIRE_LINK_RESP {
            if let Some(round_trip) = self.link_check.answered(now) {
                self.meter.link_answered(round_trip);
            }
        }
        self.trace.frame(Direction::Received, header);
        if let Some((tap, link)) = self.tap.as_deref() {
            tap.frame(link, Direction::Received, frame);
        }
    }

    /// Notes when the frames since the last call were encoded.
    #[inline]
    pub(crate) const fn settle(&mut self, now: Instant) {
        if self.has_asked {
            self.has_asked = false;
            self.link_check.sent(now);
        }
    }

    /// The peer broke the protocol.
    pub(crate) fn fault(&self, error: &RemoteError) {
        self.trace.fault(error);
        if let Some((tap, link)) = self.tap.as_deref() {
            tap.fault(link, error);
        }
    }

    /// The session is closed.
    pub(crate) fn closed(&self, reason: CloseReason) {
        self.trace.closed(reason);
        if let Some((tap, link)) = self.tap.as_deref() {
            tap.closed(link);
        }
    }
}

impl Sink for Wire {
    #[inline]
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        self.buffer.claim(octets)
    }

    #[inline]
    fn encoded(&mut self, header: &Header) {
        let octets = header.command_length as usize;
        self.meter
            .sent(header.command_id, header.command_status, octets);
        self.has_asked |= header.command_id == CommandId::ENQUIRE_LINK;
        self.trace.frame(Direction::Sent, header);
        if let Some((tap, link)) = self.tap.as_deref() {
            let start = self.buffer.len().saturating_sub(octets);
            tap.frame(link, Direction::Sent, self.buffer.behind(start));
        }
    }
}
