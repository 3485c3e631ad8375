//! What comes from the peer.

use smpp_codec::frame::FrameSplit;
use smpp_codec::pdu::{Bind, Body, EnquireLinkResp, GenericNack};
use smpp_codec::{CommandId, CommandStatus, Header, Pdu, Sink, frame};

use crate::error::{CloseReason, RemoteError, RemoteFault};
use crate::event::{Event, Responder};
use crate::response::Answered;
use crate::session::{PeerUnbind, Session};
use crate::state::{BindType, State};
use crate::window::WindowSlot;
use smpp_codec::Instant;

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// The first whole frame of what has been received and not yet handled, if there is one.
    ///
    /// `stream` begins where the last frame ended. Call it until it gives none, dropping each
    /// frame from the front when it has been handled; then read more. The limit is small until
    /// the session is bound. A frame that has begun starts a timer, which its end stops.
    /// Constant work, however much of a frame there is.
    ///
    /// A length that no frame has closes the session: a `generic_nack` is written, and
    /// [`close_reason`](Self::close_reason) tells what the peer seems to speak instead.
    pub fn next_frame<'f>(
        &mut self,
        now: Instant,
        stream: &'f [u8],
        out: &mut (impl Sink + ?Sized),
    ) -> Option<&'f [u8]> {
        let now = self.tick(now);
        if self.state == State::Closed {
            return None;
        }
        let trusted = self.state.is_bound() || self.state == State::Unbound;
        match frame::split(stream, self.config.frame_octets(trusted)) {
            Ok(FrameSplit::Frame { frame, .. }) => {
                self.frame_deadline = Instant::NEVER;
                Some(frame)
            }
            Ok(FrameSplit::NeedMore(_)) => {
                if stream.is_empty() {
                    self.frame_deadline = Instant::NEVER;
                } else if self.frame_deadline == Instant::NEVER {
                    self.frame_deadline = now.deadline(self.config.frame_timeout);
                }
                None
            }
            Err(error) => {
                // If the answer cannot be written, closing says it too.
                let _ = self.answer(now, &error.nack(), out);
                self.close(CloseReason::Frame(error));
                None
            }
        }
    }

    /// Takes one frame, as [`next_frame`](Self::next_frame) gives it.
    ///
    /// May write one or two PDUs; may change [`poll_timeout`](Self::poll_timeout) and the state.
    /// The work grows with the frame's length, and with nothing else.
    ///
    /// # Errors
    /// [`RemoteError`]: the peer broke the protocol. The answer it gets has been written, if there
    /// was room for it, and unless the session is closed now, it goes on with the next frame.
    #[inline]
    pub fn handle_frame<'f>(
        &mut self,
        now: Instant,
        frame: &'f [u8],
        out: &mut (impl Sink + ?Sized),
    ) -> Result<Event<'f, T>, RemoteError> {
        let now = self.tick(now);
        let header = Header::decode(frame).unwrap_or_default();
        if self.state == State::Closed {
            return Err(remote(header, RemoteFault::Closed, None));
        }
        self.received(now, header.command_id);
        if header.command_id.is_response() {
            let decoded = Pdu::decode(frame, self.dialect());
            let answered = if decoded.is_ok() {
                self.handle_response(now, &header, out)
            } else {
                self.malformed_response(&header);
                Answered::Nothing
            };
            // A PDU is large: it goes straight from decoding into the event.
            let fault = |error| remote(header, RemoteFault::Malformed(error), None);
            return match answered {
                Answered::Request { token, command_id } => {
                    decoded.map_err(fault).map(|pdu| Event::Response {
                        token,
                        command_id,
                        pdu,
                    })
                }
                Answered::Bind => decoded
                    .map_err(fault)
                    .map(|pdu| self.handle_bind_response(now, pdu)),
                Answered::EnquireLink => Ok(Event::None),
                Answered::Unbind => Ok(Event::Unbound),
                Answered::Nothing => decoded.map_err(fault).map(Event::Unmatched),
            };
        }
        // Whether a request may come at all shows in its header; what may not is not even read.
        if let Err((fault, status)) = self.admit(header.command_id) {
            return Err(self.refuse_frame(now, header, fault, status, out));
        }
        match Pdu::decode(frame, self.dialect()) {
            Ok(pdu) => Ok(self.handle_request(now, &header, pdu, out)),
            Err(error) => {
                let fault = RemoteFault::Malformed(error);
                Err(self.refuse_frame(now, header, fault, error.command_status(), out))
            }
        }
    }

    /// The peer is there.
    fn received(&mut self, now: Instant, command_id: CommandId) {
        self.traffic(now, command_id);
        self.is_alive = true;
    }

    /// Whether a request may come now; if not, what is wrong with it, and how to answer.
    fn admit(&self, command_id: CommandId) -> Result<(), (RemoteFault, CommandStatus)> {
        let is_bind = BindType::of(command_id).is_some() && self.is_bound_to();
        let refusal = if command_id == CommandId::ENQUIRE_LINK {
            // Answered in every state: 5.0 allows it, and a peer that asks wants to know.
            return Ok(());
        } else if is_bind && (self.answering_bind || self.state.is_bound()) {
            (RemoteFault::AlreadyBound, CommandStatus::ESME_RALYBND)
        } else if !self.knows(command_id) {
            (RemoteFault::UnknownCommand, CommandStatus::ESME_RINVCMDID)
        } else if !self.may_issue(self.role.peer(), command_id) || self.peer_unbind.is_some() {
            let fault = RemoteFault::NotAllowed(self.state);
            (fault, CommandStatus::ESME_RINVBNDSTS)
        } else if self.unanswered >= self.config.max_unanswered && self.is_counted(command_id) {
            (RemoteFault::Throttled, CommandStatus::ESME_RTHROTTLED)
        } else {
            return Ok(());
        };
        Err(refusal)
    }

    /// Whether the application answers this request, once the session is bound.
    fn is_counted(&self, command_id: CommandId) -> bool {
        self.state.is_bound() && command_id != CommandId::UNBIND && command_id.response().is_some()
    }

    /// Answers a request that never reaches the application.
    fn refuse_frame(
        &mut self,
        now: Instant,
        header: Header,
        fault: RemoteFault,
        status: CommandStatus,
        out: &mut (impl Sink + ?Sized),
    ) -> RemoteError {
        let command_id = header.command_id;
        let is_bind = BindType::of(command_id).is_some();
        let answer = command_id.response().and_then(|_| {
            let unknown = fault == RemoteFault::UnknownCommand && !is_bind;
            let body = if unknown {
                GenericNack::default().into()
            } else {
                self.empty_response(command_id)
            };
            let pdu = Pdu::new(header.sequence_number, body).with_status(status);
            self.answer(now, &pdu, out).ok().map(|()| status)
        });
        if is_bind && self.is_bound_to() && fault != RemoteFault::AlreadyBound {
            self.bind_refused();
        }
        if command_id == CommandId::UNBIND && !self.state.is_bound() {
            // It wants to go, and there is nothing to unbind.
            self.close(CloseReason::Unbound);
        }
        remote(header, fault, answer)
    }

    /// A request that may come, and was read.
    fn handle_request<'f>(
        &mut self,
        now: Instant,
        header: &Header,
        pdu: Pdu<'f>,
        out: &mut (impl Sink + ?Sized),
    ) -> Event<'f, T> {
        let responder = Responder {
            command_id: header.command_id,
            sequence_number: header.sequence_number,
        };
        match pdu.body {
            Body::EnquireLink(_) => {
                let answer = Pdu::new(header.sequence_number, EnquireLinkResp::default());
                // Without room for it the peer asks again.
                let _ = self.answer(now, &answer, out);
                Event::None
            }
            Body::BindTransmitter(bind) => self.handle_bind(BindType::Transmitter, bind, responder),
            Body::BindReceiver(bind) => self.handle_bind(BindType::Receiver, bind, responder),
            Body::BindTransceiver(bind) => self.handle_bind(BindType::Transceiver, bind, responder),
            Body::Outbind(_) => {
                self.state = State::Outbound;
                self.unbound_deadline = Instant::NEVER;
                Event::Notice(pdu)
            }
            Body::AlertNotification(_) => Event::Notice(pdu),
            Body::Unbind(_) => {
                // Half the time the peer is likely to wait.
                let all = self.config.unbind_timeout;
                self.peer_unbind = Some(PeerUnbind {
                    sequence_number: header.sequence_number,
                    due: now.deadline(all.and_then(|all| all.checked_div(2))),
                });
                self.answer_unbind(now, out);
                Event::Unbind
            }
            _ => {
                self.unanswered = self.unanswered.saturating_add(1);
                Event::Request { pdu, responder }
            }
        }
    }

    fn handle_bind<'f>(
        &mut self,
        bind_type: BindType,
        bind: Bind<'f>,
        responder: Responder,
    ) -> Event<'f, T> {
        self.answering_bind = true;
        let stated = bind.interface_version.version();
        let peer = self.config.peer_version.unwrap_or(stated);
        self.version = self.config.version.min(peer);
        Event::Bind {
            bind_type,
            bind,
            responder,
        }
    }

    /// Notes that the peer has closed the connection, or that it was lost: the session is closed.
    ///
    /// After an unbind that is the clean end. Each request that was unanswered fails: see
    /// [`poll_event`](Self::poll_event). Writes nothing; harmless if the session is closed.
    ///
    /// A peer that has ended only its own direction may still read. Nothing shows that, and the
    /// session need not know it: answer first what [`owes_answers`](Self::owes_answers) tells of,
    /// as long as you care to wait, and call this when nothing is owed any more or that time is
    /// over. The last answer brings along the `unbind_resp` that a peer may have asked for.
    /// Requests of this side cannot be answered any more, but expire as they would. What is
    /// answered after this call is refused with `LocalError::Closed`.
    pub fn handle_eof(&mut self, now: Instant) {
        self.tick(now);
        self.close(if self.state == State::Unbound {
            CloseReason::Unbound
        } else {
            CloseReason::PeerClosed
        });
    }

    /// Closes the session because the peer does not read: what was written could not be sent.
    ///
    /// The adapter knows when that is so; the session has no buffer. Writes nothing; harmless if
    /// the session is closed.
    pub fn handle_stall(&mut self, now: Instant) {
        self.tick(now);
        self.close(CloseReason::Stalled);
    }

    /// Closes the session without further ado: the connection is to be closed too.
    ///
    /// Writes nothing; harmless if the session is closed.
    pub fn abort(&mut self, now: Instant) {
        self.tick(now);
        self.close(CloseReason::Local);
    }
}

const fn remote(header: Header, fault: RemoteFault, answer: Option<CommandStatus>) -> RemoteError {
    RemoteError {
        header,
        fault,
        answer,
    }
}
