//! The session: what it knows, what it may send.

use core::fmt;
use core::marker::PhantomData;

use smpp_codec::pdu::{Bind, BindResp, Body, Outbind, Unbind};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::{CommandId, CommandStatus, Dialect, Pdu, Sink, Tolerance, Version};

use crate::config::Config;
use crate::error::{CloseReason, LocalError, Refused};
use crate::event::Responder;
use crate::state::{BindType, Role, State, may_issue};
use crate::time::Instant;
use crate::window::{Slot, Window};

/// A request of the session itself, outside the window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Control {
    pub(crate) command_id: CommandId,
    pub(crate) sequence_number: u32,
    pub(crate) deadline: Instant,
}

/// One side of one connection.
///
/// It holds the state, the window, the timers and nothing else: no buffer, no socket, no clock.
/// `T` is the caller's token, which comes back exactly once for each request. `S` is the window:
/// a `&mut [Slot<T>]` that the caller lends, or an array, a `Vec` or a `Box` of [`Slot`]s; as many
/// requests may be unanswered as it has slots.
///
/// See the [crate documentation](crate) for who calls what, when.
pub struct Session<T, S> {
    pub(crate) config: Config,
    pub(crate) role: Role,
    pub(crate) state: State,
    /// What both sides speak: this side's own version until it is bound.
    pub(crate) version: Version,
    pub(crate) window: Window,
    pub(crate) slots: S,
    /// The latest time there was.
    pub(crate) now: Instant,
    /// Our bind, our unbind, our `enquire_link`, while they are unanswered.
    pub(crate) bind: Option<Control>,
    pub(crate) unbind: Option<Control>,
    pub(crate) enquire_link: Option<Control>,
    /// Whether a bind of the peer is with the application.
    pub(crate) answering_bind: bool,
    /// The peer's unbind, while it is unanswered: its sequence number, and when to answer at last.
    pub(crate) peer_unbind: Option<(u32, Instant)>,
    pub(crate) binds_refused: u8,
    /// Requests of the peer that the application has not answered.
    pub(crate) unanswered: u32,
    /// When anything last passed, and anything but `enquire_link`.
    pub(crate) last_traffic: Instant,
    pub(crate) last_activity: Instant,
    /// When an unbound session is closed: for want of a bind, or after the unbind.
    pub(crate) unbound_deadline: Instant,
    pub(crate) frame_deadline: Instant,
    pub(crate) close: Option<CloseReason>,
    pub(crate) close_told: bool,
    token: PhantomData<T>,
}

// A hundred thousand sessions cost what a hundred thousand of these do, and their windows.
const _: () = assert!(size_of::<Session<u32, &mut [Slot<u32>]>>() <= 512);

impl<T, S: AsRef<[Slot<T>]> + AsMut<[Slot<T>]>> Session<T, S> {
    /// The ESME's side of a connection that is just open. The next call is [`bind`](Self::bind);
    /// after an [`Outbind`] too.
    ///
    /// Whatever the slots hold is forgotten.
    #[must_use]
    pub fn esme(config: Config, slots: S, now: Instant) -> Self {
        Self::new(Role::Esme, config, slots, now)
    }

    /// The message centre's side of a connection that is just open: it waits for a bind, or sends
    /// [`outbind`](Self::outbind).
    #[must_use]
    pub fn message_center(config: Config, slots: S, now: Instant) -> Self {
        let mut session = Self::new(Role::MessageCenter, config, slots, now);
        session.unbound_deadline = now.after(config.session_init_timeout);
        session
    }

    fn new(role: Role, config: Config, mut slots: S, now: Instant) -> Self {
        Self {
            config,
            role,
            state: State::Open,
            version: config.version,
            window: Window::new(slots.as_mut()),
            slots,
            now,
            bind: None,
            unbind: None,
            enquire_link: None,
            answering_bind: false,
            peer_unbind: None,
            binds_refused: 0,
            unanswered: 0,
            last_traffic: now,
            last_activity: now,
            unbound_deadline: Instant::NEVER,
            frame_deadline: Instant::NEVER,
            close: None,
            close_told: false,
            token: PhantomData,
        }
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Which side this is.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The version that both sides speak; this side's own until it is bound.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Why the session is closed, if it is: the connection is to be closed too, once what was
    /// written has been sent.
    #[must_use]
    pub const fn close_reason(&self) -> Option<CloseReason> {
        self.close
    }

    /// How many requests of ours are unanswered.
    #[must_use]
    pub const fn outstanding(&self) -> u32 {
        self.window.outstanding()
    }

    /// Whether the window has no room for another request.
    #[must_use]
    pub const fn is_window_full(&self) -> bool {
        self.window.is_full()
    }

    /// How many requests of the peer the application has not answered.
    #[must_use]
    pub const fn unanswered(&self) -> u32 {
        self.unanswered
    }

    /// How incoming PDUs are read.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        Dialect {
            version: self.version,
            tolerance: self.config.tolerance,
        }
    }

    /// Asks to be bound. The answer is [`Event::Bound`](crate::Event::Bound) or
    /// [`Event::BindRefused`](crate::Event::BindRefused).
    ///
    /// `interface_version` is filled in from the configuration. Writes one PDU; starts the bind
    /// timer.
    ///
    /// # Errors
    /// [`LocalError`]: not the ESME, not in `OPEN` or `OUTBOUND`, a bind is unanswered, or a field
    /// cannot be encoded. Nothing has changed then.
    pub fn bind(
        &mut self,
        now: Instant,
        bind_type: BindType,
        bind: Bind<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        let command_id = bind_type.command_id();
        self.may_send(command_id)?;
        if self.bind.is_some() {
            return Err(LocalError::Pending(command_id));
        }
        let body = bind_type.request(Bind {
            interface_version: self.config.version.interface_version(),
            ..bind
        });
        let now = self.tick(now);
        let sequence_number = self.send_control(now, body, out)?;
        self.bind = Some(Control {
            command_id,
            sequence_number,
            deadline: now.after(self.config.bind_timeout),
        });
        Ok(())
    }

    /// Asks the ESME that has been connected to, to bind.
    ///
    /// Writes one PDU, which has no response; the session waits for the bind as long as
    /// `session_init_timeout` says.
    ///
    /// # Errors
    /// [`LocalError`]: not the message centre, not in `OPEN`, or a field cannot be encoded.
    pub fn outbind(
        &mut self,
        now: Instant,
        outbind: Outbind<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        self.may_send(CommandId::OUTBIND)?;
        let now = self.tick(now);
        self.send_control(now, outbind.into(), out)?;
        self.state = State::Outbound;
        self.unbound_deadline = now.after(self.config.session_init_timeout);
        Ok(())
    }

    /// Ends the session: no new requests from here on. The peer answers what it has received,
    /// then the unbind; [`Event::Unbound`](crate::Event::Unbound) follows.
    ///
    /// Writes one PDU; starts the unbind timer. Requests of the peer are still to be answered.
    ///
    /// # Errors
    /// [`LocalError`]: not bound, or an unbind is unanswered.
    pub fn unbind(
        &mut self,
        now: Instant,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        self.may_send(CommandId::UNBIND)?;
        let now = self.tick(now);
        let sequence_number = self.send_control(now, Unbind::default().into(), out)?;
        self.unbind = Some(Control {
            command_id: CommandId::UNBIND,
            sequence_number,
            deadline: now.after(self.config.unbind_timeout),
        });
        Ok(())
    }

    /// Sends a request, and answers the sequence number it took. `token` comes back with the
    /// response, or with the event that there will be none.
    ///
    /// Writes one PDU; starts a response timer. Costs the same whatever the window's size. The
    /// request is entered before its octets are in anybody's hands, so that no response is early.
    ///
    /// # Errors
    /// [`Refused`] with the token: the window is full, the state or the version does not allow the
    /// PDU, the session is being unbound, or a field cannot be encoded. Nothing has changed then.
    pub fn request<'a>(
        &mut self,
        now: Instant,
        body: impl Into<Body<'a>>,
        token: T,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<u32, Refused<T>> {
        let body = body.into();
        let command_id = body.command_id();
        match self.send_request(now, body, out) {
            Ok((sequence_number, deadline)) => {
                self.window.insert(
                    self.slots.as_mut(),
                    sequence_number,
                    command_id,
                    token,
                    deadline,
                );
                Ok(sequence_number)
            }
            Err(error) => Err(Refused {
                error,
                returned: token,
            }),
        }
    }

    fn send_request(
        &mut self,
        now: Instant,
        body: Body<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(u32, Instant), LocalError> {
        let command_id = body.command_id();
        let own_call = BindType::of(command_id).is_some()
            || matches!(command_id, CommandId::UNBIND | CommandId::ENQUIRE_LINK);
        if own_call || command_id.response().is_none() {
            return Err(LocalError::NotARequest(command_id));
        }
        self.may_send(command_id)?;
        let avoid = |number| self.uses(number);
        let sequence_number = self
            .window
            .next_sequence_number(self.slots.as_ref(), avoid)
            .ok_or(LocalError::WindowFull)?;
        self.write(&Pdu::new(sequence_number, body), Tolerance::STRICT, out)?;
        let now = self.tick(now);
        self.sent(now, command_id);
        Ok((sequence_number, now.after(self.config.response_timeout)))
    }

    /// Sends a PDU that has no response: `alert_notification`.
    ///
    /// # Errors
    /// [`LocalError`]: the state or the version does not allow it, or a field cannot be encoded.
    pub fn notify<'a>(
        &mut self,
        now: Instant,
        body: impl Into<Body<'a>>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        let body = body.into();
        let command_id = body.command_id();
        if command_id != CommandId::ALERT_NOTIFICATION {
            return Err(LocalError::NotARequest(command_id));
        }
        self.may_send(command_id)?;
        let now = self.tick(now);
        self.send_control(now, body, out)?;
        Ok(())
    }

    /// Accepts a bind: the session is bound from here on, before the response has left.
    ///
    /// Writes the response, with `sc_interface_version` unless the peer speaks 3.3.
    ///
    /// # Errors
    /// [`Refused`] with the responder, as [`respond`](Self::respond).
    pub fn accept_bind(
        &mut self,
        now: Instant,
        responder: Responder,
        system_id: &[u8],
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), Refused<Responder>> {
        let Some(bind_type) = BindType::of(responder.command_id) else {
            let error = LocalError::NotItsResponse(responder.command_id);
            return Err(Refused {
                error,
                returned: responder,
            });
        };
        let own_version = self.config.version.interface_version();
        let stated = [Tlv::new(tlv::SC_INTERFACE_VERSION, own_version)];
        let with_tlvs = self.version > Version::V3_3;
        let response = bind_type.response(BindResp {
            system_id: Some(system_id),
            tlvs: stated.get(..usize::from(with_tlvs)).unwrap_or(&[]).into(),
        });
        self.respond(now, responder, CommandStatus::ESME_ROK, response, out)
    }

    /// Answers a request.
    ///
    /// Writes one PDU. A bind that is answered with `ESME_ROK` binds the session. Requests may be
    /// answered in any order.
    ///
    /// # Errors
    /// [`Refused`] with the responder: the body is not the response to that request, the session
    /// is closed, or a field cannot be encoded. Nothing has changed then.
    pub fn respond<'a>(
        &mut self,
        now: Instant,
        responder: Responder,
        status: CommandStatus,
        body: impl Into<Body<'a>>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), Refused<Responder>> {
        match self.send_response(now, &responder, status, body.into(), out) {
            Ok(()) => Ok(()),
            Err(error) => Err(Refused {
                error,
                returned: responder,
            }),
        }
    }

    /// Answers a request with an error, and without a body.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn refuse(
        &mut self,
        now: Instant,
        responder: Responder,
        status: CommandStatus,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), Refused<Responder>> {
        let body = self.empty_response(responder.command_id);
        self.respond(now, responder, status, body, out)
    }

    /// Leaves a request unanswered for good; it no longer counts as unanswered.
    pub fn ignore(&mut self, responder: Responder) {
        if BindType::of(responder.command_id).is_some() {
            self.answering_bind = false;
        } else {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
    }

    fn send_response(
        &mut self,
        now: Instant,
        responder: &Responder,
        status: CommandStatus,
        body: Body<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        if self.state == State::Closed {
            return Err(LocalError::Closed);
        }
        let answer = body.command_id();
        if Some(answer) != responder.command_id.response() && answer != CommandId::GENERIC_NACK {
            return Err(LocalError::NotItsResponse(answer));
        }
        let pdu = Pdu::new(responder.sequence_number, body).with_status(status);
        self.answer(now, &pdu, out)?;
        let now = self.tick(now);
        match BindType::of(responder.command_id) {
            Some(bind_type) => self.answered_bind(now, bind_type, status),
            None => self.unanswered = self.unanswered.saturating_sub(1),
        }
        self.answer_unbind(now, out);
        Ok(())
    }

    fn answered_bind(&mut self, now: Instant, bind_type: BindType, status: CommandStatus) {
        self.answering_bind = false;
        if status == CommandStatus::ESME_ROK {
            self.bound(now, bind_type);
            return;
        }
        self.version = self.config.version;
        self.binds_refused = self.binds_refused.saturating_add(1);
        if self.binds_refused >= self.config.max_bind_attempts {
            self.close(CloseReason::TooManyBinds);
        }
    }

    /// Both sides agree that this session is bound.
    pub(crate) fn bound(&mut self, now: Instant, bind_type: BindType) {
        self.state = bind_type.state();
        self.unbound_deadline = Instant::NEVER;
        self.last_activity = now;
    }

    /// Answers the peer's unbind, if everything before it is answered or `now` is late enough.
    pub(crate) fn answer_unbind(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let Some((sequence_number, deadline)) = self.peer_unbind else {
            return;
        };
        let settled = self.unanswered == 0 && self.window.outstanding() == 0;
        if !settled && now < deadline {
            return;
        }
        let pdu = Pdu::new(sequence_number, smpp_codec::pdu::UnbindResp::default());
        if self.answer(now, &pdu, out).is_ok() {
            self.peer_unbind = None;
            self.state = State::Unbound;
            self.unbound_deadline = now.after(self.config.unbind_timeout);
        }
    }

    /// Whether this side may send a request now.
    fn may_send(&self, command_id: CommandId) -> Result<(), LocalError> {
        if self.state == State::Closed {
            return Err(LocalError::Closed);
        }
        if self.unbind.is_some() {
            return Err(LocalError::Unbinding);
        }
        match self.may_issue(self.role, command_id) {
            true if self.peer_unbind.is_some() => Err(LocalError::Unbinding),
            true => Ok(()),
            false => Err(LocalError::NotAllowed(command_id, self.state)),
        }
    }

    /// The matrix, read for this session. A vendor's PDU may pass once it is bound.
    pub(crate) fn may_issue(&self, issuer: Role, command_id: CommandId) -> bool {
        // A peer that announces 3.3 and binds as a transceiver speaks 3.4 without TLVs.
        let version = match self.state {
            State::BoundTrx => self.version.max(Version::V3_4),
            _ => self.version,
        };
        may_issue(version, self.state, issuer, command_id).unwrap_or_else(|| self.state.is_bound())
    }

    /// Whether a sequence number is in use outside the window.
    fn uses(&self, sequence_number: u32) -> bool {
        [&self.bind, &self.unbind, &self.enquire_link]
            .into_iter()
            .flatten()
            .any(|control| control.sequence_number == sequence_number)
    }

    /// Sends a PDU that takes no slot, and answers its sequence number.
    pub(crate) fn send_control(
        &mut self,
        now: Instant,
        body: Body<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<u32, LocalError> {
        let command_id = body.command_id();
        let sequence_number = self.window.unslotted_sequence_number(self.slots.as_ref());
        self.write(&Pdu::new(sequence_number, body), Tolerance::STRICT, out)?;
        self.sent(now, command_id);
        Ok(sequence_number)
    }

    /// Writes a response; the sequence number is the peer's, whatever it is.
    pub(crate) fn answer(
        &mut self,
        now: Instant,
        pdu: &Pdu<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        let tolerance = Tolerance::SEQUENCE_NUMBER.with(Tolerance::COMMAND_VERSION);
        self.write(pdu, tolerance, out)?;
        self.sent(now, pdu.command_id());
        Ok(())
    }

    fn write(
        &self,
        pdu: &Pdu<'_>,
        tolerance: Tolerance,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        let dialect = Dialect {
            version: self.version,
            tolerance,
        };
        pdu.encode(dialect, out)?;
        Ok(())
    }

    /// The response to a request, with every field absent, or `generic_nack`.
    pub(crate) fn empty_response(&self, request: CommandId) -> Body<'static> {
        let response = request.response().and_then(Body::default_for);
        match response {
            // SMPP 3.3 keeps the body of an error response: a NUL.
            Some(Body::SubmitSmResp(body)) if self.version == Version::V3_3 => {
                let message_id = Some(&[][..]);
                smpp_codec::pdu::SubmitSmResp { message_id, ..body }.into()
            }
            Some(Body::DeliverSmResp(body)) if self.version == Version::V3_3 => {
                let message_id = Some(&[][..]);
                smpp_codec::pdu::DeliverSmResp { message_id, ..body }.into()
            }
            Some(body) => body,
            None => smpp_codec::pdu::GenericNack::default().into(),
        }
    }

    /// Notes the time; it never goes back.
    pub(crate) fn tick(&mut self, now: Instant) -> Instant {
        self.now = self.now.max(now);
        self.now
    }

    /// Something was sent.
    pub(crate) fn sent(&mut self, now: Instant, command_id: CommandId) {
        self.last_traffic = now;
        if !is_link(command_id) {
            self.last_activity = now;
        }
    }

    /// Closes the session, for the first reason that there is.
    pub(crate) fn close(&mut self, reason: CloseReason) {
        self.state = State::Closed;
        self.close.get_or_insert(reason);
    }

    /// Gives the slots back.
    #[must_use]
    pub fn into_slots(self) -> S {
        self.slots
    }
}

/// Whether a PDU only asks whether the peer is there.
pub(crate) const fn is_link(command_id: CommandId) -> bool {
    matches!(
        command_id,
        CommandId::ENQUIRE_LINK | CommandId::ENQUIRE_LINK_RESP
    )
}

impl<T, S> fmt::Debug for Session<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("role", &self.role)
            .field("state", &self.state)
            .field("version", &self.version)
            .field("outstanding", &self.window.outstanding())
            .field("unanswered", &self.unanswered)
            .field("close_reason", &self.close)
            .finish_non_exhaustive()
    }
}
