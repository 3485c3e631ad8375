//! Received frames, and where each of them goes.

use bytes::{Bytes, BytesMut};
use smpp_codec::frame::Frame;
use smpp_codec::{CommandId, Header, tlv};
use smpp_session::{Event, Instant, Responder};

use crate::inner::Inner;
use crate::receive_queue::Arrival;
use crate::token::Token;

/// How many frames a turn handles, or half of the received octets, if that is more. The tasks that
/// were given some go on, and their output leaves, while the rest waits. Otherwise this side would
/// sleep while the peer works, and the peer while this side does.
const FRAMES_IN_TURN: usize = 64;

/// What is left of an event once the frame has an owner.
///
/// The event borrows the frame, and the application is to own it. Moving the event's PDU would cost
/// as much as decoding it, so what is needed of it is read by reference.
enum Found {
    Response {
        token: Token,
        congestion: Option<u8>,
    },
    Bound(bool),
    Request(Responder),
    Notice,
    Unbind,
    Nothing,
}

impl Inner {
    /// Handles a turn's worth of the whole frames of `buffer`. Returns whether none is left.
    pub(crate) fn receive(&mut self, now: Instant, buffer: &mut BytesMut) -> bool {
        let half = buffer.len() / 2;
        let mut handled = 0_usize;
        while self.wants_input() {
            if handled >= FRAMES_IN_TURN && buffer.len() <= half {
                return false;
            }
            handled = handled.wrapping_add(1);
            let found = self.session.next_frame(now, buffer, &mut self.out);
            let Some(octets) = found.map(<[u8]>::len) else {
                return true;
            };
            let frame = buffer.split_to(octets).freeze();
            let header = Header::decode(&frame).unwrap_or_default();
            self.out.received(now, &header, &frame);
            if header.command_id == CommandId::ENQUIRE_LINK_RESP {
                self.out.link_check.wake(&mut self.wake);
            }
            self.handle(now, &header, frame);
        }
        false
    }

    #[inline]
    fn handle(&mut self, now: Instant, header: &Header, octets: Bytes) {
        let dialect = self.session.dialect();
        let has_pacer = self.pacer.is_some();
        let found = match self.session.handle_frame(now, &octets, &mut self.out) {
            Ok(Event::Response { token, ref pdu, .. }) => {
                let congestion = has_pacer.then(|| pdu.body.tlvs().get(tlv::CONGESTION_STATE));
                let congestion = congestion.and_then(Result::ok).flatten();
                Found::Response {
                    token,
                    congestion: congestion.map(|state| state.0),
                }
            }
            Ok(Event::Bound(_)) => Found::Bound(true),
            Ok(Event::BindRefused(_)) => Found::Bound(false),
            Ok(Event::Bind {
                responder,
                ref bind,
                ..
            }) => {
                self.out.trace.system_id(bind.system_id);
                Found::Request(responder)
            }
            Ok(Event::Request { responder, .. }) => Found::Request(responder),
            Ok(Event::Notice(_)) => Found::Notice,
            Ok(Event::Unbind) => Found::Unbind,
            Ok(_) => Found::Nothing,
            Err(error) => {
                self.out.fault(&error);
                Found::Nothing
            }
        };
        let frame = Frame::decoded(octets, dialect);
        match found {
            Found::Response { token, congestion } => {
                let latency = now.since(token.sent);
                if let Some(pacer) = &mut self.pacer {
                    pacer.answered(now, header.command_status, congestion);
                }
                self.out.meter.answered(latency);
                self.out.meter.outstanding(self.session.outstanding());
                self.out.trace.answered(header, latency);
                self.finish(token, Ok(frame));
            }
            Found::Bound(accepted) => {
                if accepted {
                    self.out.trace.bound();
                }
                let status = header.command_status;
                self.bound = Some(accepted.then_some(frame).ok_or(status));
                self.wake.extend(self.bind_waker.take());
            }
            Found::Request(responder) => self.arrive_request(now, frame, responder),
            // A notice has no response: one too many is dropped.
            Found::Notice => drop(self.arrive(Arrival::Notice(frame))),
            Found::Unbind => {
                drop(self.arrive(Arrival::Unbind));
                self.wake_all_waiters();
            }
            Found::Nothing => {}
        }
    }

    /// Queues a PDU for the application. Gives it back if the application takes no more.
    fn arrive(&mut self, arrival: Arrival) -> Option<Arrival> {
        let unanswered = self.session.unanswered() as usize;
        match self.receive_queue.push(arrival, unanswered) {
            Ok(waker) => {
                self.wake.extend(waker);
                None
            }
            Err(arrival) => Some(arrival),
        }
    }

    /// Queues a request for the application, or declines it.
    fn arrive_request(&mut self, now: Instant, frame: Frame, responder: Responder) {
        let request = Arrival::Request(frame, responder);
        if let Some(Arrival::Request(_, responder)) = self.arrive(request) {
            self.session.decline(now, responder, &mut self.out);
        }
    }
}

#[cfg(test)]
mod tests;
