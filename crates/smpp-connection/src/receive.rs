//! What comes from the peer, and to whom it goes.

use bytes::{Bytes, BytesMut};
use smpp_codec::frame::Frame;
use smpp_codec::{CommandId, Header, tlv};
use smpp_session::{Event, Instant, Responder};

use crate::error::Error;
use crate::incoming::Arrival;
use crate::replies::Outcome;
use crate::shared::{Inner, Shared};
use crate::tap::Direction;
use crate::token::Token;

/// How many frames a turn handles, or half of what has come, if that is more. Those to whom they
/// are given go on, and what they send leaves, while the rest waits: else this side would sleep
/// while the peer works, and the peer while this side does.
const TURN: usize = 32;

impl Shared {
    /// Handles a turn's worth of the whole frames of `buffer`, and answers whether none is left.
    pub(crate) fn receive(&self, inner: &mut Inner, now: Instant, buffer: &mut BytesMut) -> bool {
        let half = buffer.len() / 2;
        let mut handled = 0_usize;
        while self.wants_input(inner) {
            if handled >= TURN && buffer.len() <= half {
                return false;
            }
            handled = handled.wrapping_add(1);
            let before = inner.out.len();
            let found = inner.session.next_frame(now, buffer, &mut inner.out);
            let Some(octets) = found.map(<[u8]>::len) else {
                self.sent(inner, before);
                return true;
            };
            let frame = buffer.split_to(octets).freeze();
            let header = self.passed(&mut inner.meter, Direction::Received, &frame);
            if header.command_id == CommandId::ENQUIRE_LINK_RESP {
                if let Some(round_trip) = inner.link_check.answered(now, &mut inner.wake) {
                    inner.meter.link_answered(round_trip);
                }
            }
            self.handle(inner, now, &header, frame);
            if inner.out.len() != before {
                self.sent(inner, before);
            }
        }
        false
    }

    #[inline]
    fn handle(&self, inner: &mut Inner, now: Instant, header: &Header, octets: Bytes) {
        // The event borrows the frame, and the application is to own it: see what it is, then
        // hand the frame over. Nothing here looks into the event's PDU: moving it out again would
        // cost as much as decoding it.
        enum Found {
            Response(Token),
            Bound(bool),
            Bind(Responder),
            Request(Responder),
            Notice,
            Unbind,
            Nothing,
        }
        let dialect = inner.session.dialect();
        let found = match inner.session.handle_frame(now, &octets, &mut inner.out) {
            Ok(Event::Response { token, .. }) => Found::Response(token),
            Ok(Event::Bound(_)) => Found::Bound(true),
            Ok(Event::BindRefused(_)) => Found::Bound(false),
            Ok(Event::Bind { responder, .. }) => Found::Bind(responder),
            Ok(Event::Request { responder, .. }) => Found::Request(responder),
            Ok(Event::Notice(_)) => Found::Notice,
            Ok(Event::Unbind) => Found::Unbind,
            Ok(_) => Found::Nothing,
            Err(error) => {
                self.trace.fault(&error);
                if let Some(tap) = &self.settings.tap {
                    tap.fault(&self.link, &error);
                }
                Found::Nothing
            }
        };
        let frame = Frame::decoded(octets, dialect);
        match found {
            Found::Response(token) => {
                let latency = now.since(token.sent);
                if let Some(pacer) = &mut inner.pacer {
                    let tlvs = frame.pdu().body.tlvs();
                    let congestion = tlvs.get(tlv::CONGESTION_STATE).ok().flatten();
                    let congestion = congestion.map(|state| state.0);
                    pacer.answered(now, header.command_status, congestion);
                }
                inner.meter.answered(latency);
                inner.meter.outstanding(inner.session.outstanding());
                self.trace.answered(header, latency);
                inner.finish(token, Ok(frame));
            }
            Found::Bound(accepted) => {
                if accepted {
                    self.trace.bound();
                }
                let status = header.command_status;
                inner.bound = Some(accepted.then_some(frame).ok_or(status));
                inner.wake.extend(inner.bind_waker.take());
            }
            Found::Bind(responder) => {
                if let Some(bind) = frame.pdu().body.bind() {
                    self.trace.system_id(bind.system_id);
                }
                inner.arrive_request(now, frame, responder);
            }
            Found::Request(responder) => inner.arrive_request(now, frame, responder),
            // A notice wants no answer: one too many is dropped.
            Found::Notice => drop(inner.arrive(Arrival::Notice(frame))),
            Found::Unbind => {
                drop(inner.arrive(Arrival::Unbind));
                inner.wake_all_waiters();
            }
            Found::Nothing => {}
        }
    }
}

impl Inner {
    /// Hands something to the application; gives it back if nobody wants it.
    fn arrive(&mut self, arrival: Arrival) -> Option<Arrival> {
        let unanswered = self.session.unanswered() as usize;
        match self.arrivals.push(arrival, unanswered) {
            Ok(waker) => {
                self.wake.extend(waker);
                None
            }
            Err(arrival) => Some(arrival),
        }
    }

    /// Hands a request to the application; declines it if nobody wants it.
    fn arrive_request(&mut self, now: Instant, frame: Frame, responder: Responder) {
        let request = Arrival::Request(frame, responder);
        if let Some(Arrival::Request(_, responder)) = self.arrive(request) {
            self.session.decline(now, responder, &mut self.out);
        }
    }

    /// Tells whoever asked. Inlined, so that a frame goes to where it is awaited without a stop in
    /// memory.
    #[inline(always)]
    pub(crate) fn finish(&mut self, token: Token, outcome: Outcome) {
        let waker = match token.to.whose() {
            (Some(queue), tag) => {
                let session = &self.session;
                let result = outcome.map_err(|error| Error::failed(error, session.close_reason()));
                self.bulk.finish(queue, tag, result)
            }
            (None, place) => self.replies.finish(place, outcome),
        };
        self.wake.extend(waker);
        // A place in the window has become free.
        self.wake.extend(self.waiters.pop());
    }
}

#[cfg(test)]
mod tests;
