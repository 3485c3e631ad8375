//! What this side asks of the peer.

use smpp_codec::pdu::{Bind, Body, Outbind, Unbind};
use smpp_codec::{CommandId, Dialect, Pdu, Sink, Tolerance};

use crate::error::{LocalError, SendError};
use crate::session::{Control, Session};
use crate::state::{BindType, State};
use crate::window::WindowSlot;
use smpp_codec::Instant;

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// Asks to be bound. The answer is [`Event::Bound`](crate::Event::Bound) or
    /// [`Event::BindRefused`](crate::Event::BindRefused).
    ///
    /// `interface_version` is filled in from the configuration. Writes one PDU; starts the bind
    /// timer. Constant work.
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
        self.bind_with(now, bind_type, bind, Tolerance::STRICT, out)
    }

    /// Binds with a request that may depart from the specification as `tolerance` says.
    ///
    /// [`Tolerance::TOO_LONG`] sends the password of a provider that issues more than 8 octets.
    ///
    /// # Errors
    /// As [`bind`](Self::bind).
    pub fn bind_with(
        &mut self,
        now: Instant,
        bind_type: BindType,
        bind: Bind<'_>,
        tolerance: Tolerance,
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
        self.bind = Some(self.send_control_with(now, body, tolerance, out)?);
        // From here on the bind timer watches.
        self.unbound_deadline = Instant::NEVER;
        Ok(())
    }

    /// Asks the ESME that has been connected to, to bind.
    ///
    /// Writes one PDU, which has no response; the session waits for the bind as long as
    /// `session_init_timeout` says. Constant work.
    ///
    /// # Errors
    /// [`LocalError`]: not the message centre, not in `OPEN`, or a field cannot be encoded.
    /// Nothing has changed then.
    pub fn outbind(
        &mut self,
        now: Instant,
        outbind: Outbind<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        self.may_send(CommandId::OUTBIND)?;
        self.send_control(now, outbind.into(), out)?;
        self.state = State::Outbound;
        self.unbound_deadline = self.now.deadline(self.config.session_init_timeout);
        Ok(())
    }

    /// Ends the session: no new requests from here on. The peer answers what it has received,
    /// then the unbind; [`Event::Unbound`](crate::Event::Unbound) follows.
    ///
    /// Writes one PDU; starts the unbind timer. Requests of the peer are still to be answered.
    /// Constant work.
    ///
    /// # Errors
    /// [`LocalError`]: not bound, or either side has unbound already. Nothing has changed then.
    pub fn unbind(
        &mut self,
        now: Instant,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        self.may_send(CommandId::UNBIND)?;
        self.unbind = Some(self.send_control(now, Unbind::default().into(), out)?);
        Ok(())
    }

    /// Sends a request, and answers the sequence number it took. `token` comes back with the
    /// response, or with the event that there will be none.
    ///
    /// Writes one PDU; starts a response timer. Costs the same whatever the window's size. The
    /// request is entered before its octets are in anybody's hands, so that no response is early.
    ///
    /// # Errors
    /// [`SendError`] with the token: the window is full, the state or the version does not allow the
    /// PDU, the session is being unbound, or a field cannot be encoded. Nothing has changed then.
    #[inline]
    pub fn request<'a>(
        &mut self,
        now: Instant,
        body: impl Into<Body<'a>>,
        token: T,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<u32, SendError<T>> {
        let body = body.into();
        self.enter(now, body.command_id(), token, |session, sequence_number| {
            session.write(&Pdu::new(sequence_number, body), Tolerance::STRICT, out)
        })
    }

    /// Enters a request in the window, once `write` has written it under the number that it takes.
    #[inline]
    pub(crate) fn enter(
        &mut self,
        now: Instant,
        command_id: CommandId,
        token: T,
        write: impl FnOnce(&Self, u32) -> Result<(), LocalError>,
    ) -> Result<u32, SendError<T>> {
        let sequence_number = match self.sequence_number_for(command_id) {
            Ok(sequence_number) => sequence_number,
            Err(error) => return Err(SendError::new(error, token)),
        };
        if let Err(error) = write(self, sequence_number) {
            return Err(SendError::new(error, token));
        }
        let now = self.tick(now);
        self.traffic(now, command_id);
        self.window.insert(
            self.slots.as_mut(),
            sequence_number,
            command_id,
            token,
            now.deadline(self.config.response_timeout),
        );
        Ok(sequence_number)
    }

    /// The number that such a request takes, if it may be sent now.
    #[inline]
    fn sequence_number_for(&self, command_id: CommandId) -> Result<u32, LocalError> {
        let own_call = BindType::of(command_id).is_some()
            || matches!(command_id, CommandId::UNBIND | CommandId::ENQUIRE_LINK);
        if own_call || command_id.response().is_none() {
            return Err(LocalError::NotARequest(command_id));
        }
        self.may_send(command_id)?;
        let avoid = |number| self.uses(number);
        self.window
            .next_sequence_number(self.slots.as_ref(), avoid)
            .ok_or(LocalError::WindowFull)
    }

    /// Sends a PDU that has no response: `alert_notification`.
    ///
    /// Writes one PDU. Constant work.
    ///
    /// # Errors
    /// [`LocalError`]: the state or the version does not allow it, or a field cannot be encoded.
    /// Nothing has changed then.
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
        self.send_control(now, body, out)?;
        Ok(())
    }

    /// Whether this side may send such a request now, as far as the state, the version and an
    /// unbind are concerned; the window is another matter.
    ///
    /// # Errors
    /// [`LocalError`]: why not. Changes nothing; constant work.
    #[inline]
    pub fn may_send(&self, command_id: CommandId) -> Result<(), LocalError> {
        if self.state == State::Closed {
            return Err(LocalError::Closed);
        }
        if self.unbind.is_some() {
            return Err(LocalError::Unbinding);
        }
        if !self.may_issue(self.role, command_id) || self.is_of_another_version(command_id) {
            return Err(LocalError::NotAllowed(command_id, self.state));
        }
        if self.peer_unbind.is_some() {
            return Err(LocalError::Unbinding);
        }
        Ok(())
    }

    /// Sends a PDU that takes no slot, and answers what is to be waited for.
    pub(crate) fn send_control(
        &mut self,
        now: Instant,
        body: Body<'_>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<Control, LocalError> {
        self.send_control_with(now, body, Tolerance::STRICT, out)
    }

    fn send_control_with(
        &mut self,
        now: Instant,
        body: Body<'_>,
        tolerance: Tolerance,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<Control, LocalError> {
        let command_id = body.command_id();
        let avoid = |number| self.uses(number);
        let sequence_number = self
            .window
            .unslotted_sequence_number(self.slots.as_ref(), avoid);
        self.write(&Pdu::new(sequence_number, body), tolerance, out)?;
        self.window.pass(self.slots.as_mut(), sequence_number);
        let now = self.tick(now);
        self.traffic(now, command_id);
        let patience = match command_id {
            CommandId::UNBIND => self.config.unbind_timeout,
            CommandId::ENQUIRE_LINK => self.config.enquire_link_timeout,
            _ => self.config.bind_timeout,
        };
        Ok(Control {
            command_id,
            sequence_number,
            deadline: now.deadline(patience),
        })
    }

    /// Writes a PDU for the version that both sides speak, or nothing.
    #[inline]
    pub(crate) fn write(
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
}
