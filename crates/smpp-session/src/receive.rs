//! What comes from the peer.

use smpp_codec::frame::Split;
use smpp_codec::pdu::{Body, EnquireLinkResp};
use smpp_codec::tlv;
use smpp_codec::{CommandId, CommandStatus, DecodeError, Header, Pdu, Sink, Version, frame};

use crate::config::WhenFull;
use crate::error::{CloseReason, RemoteError, RemoteFault};
use crate::event::{Event, Responder};
use crate::session::{Session, is_link};
use crate::state::{BindType, State};
use crate::time::Instant;
use crate::window::Slot;

impl<T, S: AsRef<[Slot<T>]> + AsMut<[Slot<T>]>> Session<T, S> {
    /// The first whole frame of what has been received and not yet handled, if there is one.
    ///
    /// `stream` begins where the last frame ended. Call it until it gives none, dropping each
    /// frame from the front when it has been handled; then read more. The limit is small until
    /// the session is bound. A frame that has begun starts a timer.
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
        let max_octets = self.config.frame_octets(self.state.is_bound());
        match frame::split(stream, max_octets) {
            Ok(Split::Frame { frame, .. }) => {
                self.frame_deadline = Instant::NEVER;
                Some(frame)
            }
            Ok(Split::NeedMore(_)) => {
                if stream.is_empty() {
                    self.frame_deadline = Instant::NEVER;
                } else if self.frame_deadline == Instant::NEVER {
                    self.frame_deadline = now.after(self.config.frame_timeout);
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

    /// Whether the adapter should go on reading: false while the application has left too many
    /// requests unanswered and the configuration says to stop reading then.
    #[must_use]
    pub fn wants_input(&self) -> bool {
        !(self.config.when_full == WhenFull::StopReading
            && self.unanswered >= self.config.max_unanswered)
    }

    /// Takes one frame, as [`next_frame`](Self::next_frame) gives it.
    ///
    /// May write one or two PDUs; may change [`poll_timeout`](Self::poll_timeout) and the state.
    ///
    /// # Errors
    /// [`RemoteError`]: the peer broke the protocol. The answer it gets has been written, and
    /// unless the session is closed now, it goes on with the next frame.
    pub fn handle_frame<'f>(
        &mut self,
        now: Instant,
        frame: &'f [u8],
        out: &mut (impl Sink + ?Sized),
    ) -> Result<Event<'f, T>, RemoteError> {
        let now = self.tick(now);
        let header = Header::read(frame).unwrap_or_default();
        if self.state == State::Closed {
            return Err(remote(header, RemoteFault::Closed, None));
        }
        self.received(now, header.command_id);
        let pdu = match Pdu::decode(frame, self.dialect()) {
            Ok(pdu) => pdu,
            Err(error) => return Err(self.malformed(now, header, error, out)),
        };
        if header.command_id.is_response() {
            return Ok(self.handle_response(now, pdu, out));
        }
        self.handle_request(now, header, pdu, out)
    }

    /// The peer is there.
    fn received(&mut self, now: Instant, command_id: CommandId) {
        self.last_traffic = now;
        if !is_link(command_id) {
            self.last_activity = now;
        }
        if let Some(enquire_link) = &mut self.enquire_link {
            enquire_link.deadline = now.after(self.config.enquire_link_timeout);
        }
    }

    fn malformed(
        &mut self,
        now: Instant,
        header: Header,
        error: DecodeError,
        out: &mut (impl Sink + ?Sized),
    ) -> RemoteError {
        let fault = RemoteFault::Malformed(error);
        if !header.command_id.is_response() {
            return self.refuse_frame(now, header, fault, error.command_status(), out);
        }
        let number = header.sequence_number;
        let waiting = self.window.waiting(self.slots.as_ref(), number);
        if waiting.and_then(CommandId::response) == Some(header.command_id) {
            self.window.fail(self.slots.as_mut(), number);
        }
        remote(header, fault, None)
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
        let answer = header.command_id.response().and_then(|_| {
            let body = self.empty_response(header.command_id);
            let pdu = Pdu::new(header.sequence_number, body).with_status(status);
            self.answer(now, &pdu, out).ok().map(|()| status)
        });
        remote(header, fault, answer)
    }

    fn handle_request<'f>(
        &mut self,
        now: Instant,
        header: Header,
        pdu: Pdu<'f>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<Event<'f, T>, RemoteError> {
        let command_id = header.command_id;
        if command_id == CommandId::ENQUIRE_LINK {
            // Answered in every state: 5.0 allows it, and a peer that asks wants to know.
            let answer = Pdu::new(header.sequence_number, EnquireLinkResp::default());
            let _ = self.answer(now, &answer, out);
            return Ok(Event::None);
        }
        if let Body::Unknown(_) = pdu.body {
            if !(self.config.unknown_requests && self.state.is_bound()) {
                let (fault, status) = (RemoteFault::UnknownCommand, CommandStatus::ESME_RINVCMDID);
                return Err(self.refuse_frame(now, header, fault, status, out));
            }
        }
        if let (Some(bind_type), Some(bind)) = (BindType::of(command_id), pdu.body.bind()) {
            return self.handle_bind(now, header, bind_type, *bind, out);
        }
        if !self.may_issue(self.role.peer(), command_id) || self.peer_unbind.is_some() {
            let (fault, status) = (
                RemoteFault::NotAllowed(self.state),
                CommandStatus::ESME_RINVBNDSTS,
            );
            let error = self.refuse_frame(now, header, fault, status, out);
            if command_id == CommandId::UNBIND && !self.state.is_bound() {
                self.close(CloseReason::Unbound);
            }
            return Err(error);
        }
        match command_id {
            CommandId::OUTBIND => {
                self.state = State::Outbound;
                Ok(Event::Notice(pdu))
            }
            CommandId::ALERT_NOTIFICATION => Ok(Event::Notice(pdu)),
            CommandId::UNBIND => {
                // Half the time the peer is likely to wait.
                let patience = self
                    .config
                    .unbind_timeout
                    .and_then(|all| all.checked_div(2));
                self.peer_unbind = Some((header.sequence_number, now.after(patience)));
                self.answer_unbind(now, out);
                Ok(Event::Unbind)
            }
            _ if self.unanswered >= self.config.max_unanswered => {
                let (fault, status) = (RemoteFault::Throttled, CommandStatus::ESME_RTHROTTLED);
                Err(self.refuse_frame(now, header, fault, status, out))
            }
            _ => {
                self.unanswered = self.unanswered.saturating_add(1);
                let responder = responder(&header);
                Ok(Event::Request { pdu, responder })
            }
        }
    }

    fn handle_bind<'f>(
        &mut self,
        now: Instant,
        header: Header,
        bind_type: BindType,
        bind: smpp_codec::pdu::Bind<'f>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<Event<'f, T>, RemoteError> {
        let (fault, status) = if self.answering_bind || self.state.is_bound() {
            (RemoteFault::AlreadyBound, CommandStatus::ESME_RALYBND)
        } else if !self.may_issue(self.role.peer(), header.command_id) {
            let fault = RemoteFault::NotAllowed(self.state);
            (fault, CommandStatus::ESME_RINVBNDSTS)
        } else {
            self.answering_bind = true;
            self.version = self.config.version.min(bind.interface_version.version());
            return Ok(Event::Bind {
                bind_type,
                bind,
                responder: responder(&header),
            });
        };
        Err(self.refuse_frame(now, header, fault, status, out))
    }

    fn handle_response<'f>(
        &mut self,
        now: Instant,
        pdu: Pdu<'f>,
        out: &mut (impl Sink + ?Sized),
    ) -> Event<'f, T> {
        let number = pdu.sequence_number;
        let answers = |request: CommandId| {
            request.response() == Some(pdu.command_id())
                || pdu.command_id() == CommandId::GENERIC_NACK
        };
        let waiting = self.window.waiting(self.slots.as_ref(), number);
        if waiting.is_some_and(answers) {
            if let Some(done) = self.window.remove(self.slots.as_mut(), number) {
                self.answer_unbind(now, out);
                return Event::Response {
                    token: done.token,
                    command_id: done.command_id,
                    pdu,
                };
            }
        }
        let control = |control: &Option<crate::session::Control>| {
            control.is_some_and(|control| {
                control.sequence_number == number && answers(control.command_id)
            })
        };
        if control(&self.enquire_link) {
            self.enquire_link = None;
            Event::None
        } else if control(&self.unbind) {
            self.unbind = None;
            self.close(CloseReason::Unbound);
            Event::Unbound
        } else if control(&self.bind) {
            self.handle_bind_response(now, pdu)
        } else {
            Event::Unmatched(pdu)
        }
    }

    fn handle_bind_response<'f>(&mut self, now: Instant, pdu: Pdu<'f>) -> Event<'f, T> {
        let requested = self.bind.take().map(|bind| bind.command_id);
        let accepted = pdu.command_status == CommandStatus::ESME_ROK;
        match (pdu.body.bind_resp(), requested.and_then(BindType::of)) {
            (Some(response), Some(bind_type)) if accepted => {
                let stated = response.tlvs.get(tlv::SC_INTERFACE_VERSION);
                let peer: Version = match stated {
                    Ok(Some(version)) => version.version(),
                    _ => self.config.version_if_unstated,
                };
                self.version = self.config.version.min(peer);
                self.bound(now, bind_type);
                Event::Bound(pdu)
            }
            _ => Event::BindRefused(pdu),
        }
    }

    /// Notes that the peer has closed the connection, or that it was lost: the session is closed.
    ///
    /// After an unbind that is the clean end. Each request that was unanswered fails: see
    /// [`poll_event`](Self::poll_event).
    pub fn handle_eof(&mut self, now: Instant) {
        self.tick(now);
        self.close(if self.state == State::Unbound {
            CloseReason::Unbound
        } else {
            CloseReason::PeerClosed
        });
    }

    /// Closes the session without further ado: the connection is to be closed too.
    pub fn abort(&mut self, now: Instant) {
        self.tick(now);
        self.close(CloseReason::Local);
    }
}

const fn responder(header: &Header) -> Responder {
    Responder {
        command_id: header.command_id,
        sequence_number: header.sequence_number,
    }
}

const fn remote(header: Header, fault: RemoteFault, answer: Option<CommandStatus>) -> RemoteError {
    RemoteError {
        header,
        fault,
        answer,
    }
}
