//! What this side answers.

use core::time::Duration;

use smpp_codec::limits::ERROR_RESPONSE_OCTETS;
use smpp_codec::pdu::{
    BindResp, Body, BroadcastSmResp, DataSmResp, DeliverSmResp, GenericNack, SubmitMultiResp,
    SubmitSmResp, UnbindResp,
};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::{CommandId, CommandStatus, Pdu, Sink, Tolerance, Version};

use crate::error::{LocalError, SendError};
use crate::event::Responder;
use crate::session::Session;
use crate::state::{BindType, State};
use crate::window::WindowSlot;
use smpp_codec::Instant;

/// How long until an answer is tried again that there was no room for.
const RETRY: Duration = Duration::from_secs(1);

/// The most octets that a session writes in a call without a PDU of the application: 17.
///
/// [`next_frame`](Session::next_frame), [`handle_frame`](Session::handle_frame) and
/// [`handle_timeout`](Session::handle_timeout) write at most one PDU each. The largest is an error
/// response of SMPP 3.3 with an empty message ID.
pub const MAX_ANSWER_OCTETS: usize = ERROR_RESPONSE_OCTETS + 1;

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// Accepts a bind: the session is bound from here on, before the response has left.
    ///
    /// Writes the response, with `sc_interface_version` unless the peer speaks 3.3. Constant work.
    ///
    /// # Errors
    /// [`SendError`] with the responder, as [`respond`](Self::respond).
    pub fn accept_bind(
        &mut self,
        now: Instant,
        responder: Responder,
        system_id: &[u8],
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), SendError<Responder>> {
        let Some(bind_type) = BindType::of(responder.command_id) else {
            let error = LocalError::NotItsResponse(responder.command_id);
            return Err(SendError::new(error, responder));
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
    /// Writes one PDU, and `unbind_resp` when it was the last before the peer's unbind. A bind
    /// response with `ESME_ROK` binds the session. Requests may be answered in any order.
    /// Constant work.
    ///
    /// # Errors
    /// [`SendError`] with the responder: the body is not the response to that request, the session
    /// is unbound or closed, or a field cannot be encoded. Nothing has changed then.
    pub fn respond<'a>(
        &mut self,
        now: Instant,
        responder: Responder,
        status: CommandStatus,
        body: impl Into<Body<'a>>,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), SendError<Responder>> {
        self.send_response(now, &responder, status, body.into(), out)
            .map_err(|error| SendError::new(error, responder))
    }

    /// Accepts a request, with the response of its kind and `ESME_ROK`; `message_id` goes where
    /// that has one to give.
    ///
    /// For what is answered with more than that, there is [`respond`](Self::respond); binds have
    /// [`accept_bind`](Self::accept_bind).
    ///
    /// # Errors
    /// As [`respond`](Self::respond); [`LocalError::Encode`] for a request whose response says
    /// more, as `query_sm_resp` does.
    pub fn accept(
        &mut self,
        now: Instant,
        responder: Responder,
        message_id: &[u8],
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), SendError<Responder>> {
        let body: Body<'_> = match responder.command_id {
            CommandId::SUBMIT_SM => SubmitSmResp::accepted(message_id).into(),
            CommandId::SUBMIT_MULTI => SubmitMultiResp::accepted(message_id).into(),
            CommandId::DATA_SM => DataSmResp::accepted(message_id).into(),
            CommandId::BROADCAST_SM => BroadcastSmResp::accepted(message_id).into(),
            CommandId::DELIVER_SM => DeliverSmResp::accepted().into(),
            request => self.empty_response(request),
        };
        self.respond(now, responder, CommandStatus::ESME_ROK, body, out)
    }

    /// Answers a request that nobody handles: `ESME_RX_T_APPN` for a message that is to be
    /// delivered, so that it is tried again, else `ESME_RSYSERR`. What cannot be answered is
    /// [ignored](Self::ignore).
    ///
    /// Writes at most what [`refuse`](Self::refuse) does. Constant work.
    pub fn decline(&mut self, now: Instant, responder: Responder, out: &mut (impl Sink + ?Sized)) {
        let status = match responder.command_id {
            CommandId::DELIVER_SM | CommandId::DATA_SM => CommandStatus::ESME_RX_T_APPN,
            _ => CommandStatus::ESME_RSYSERR,
        };
        if let Err(SendError { returned, .. }) = self.refuse(now, responder, status, out) {
            self.ignore(returned);
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
    ) -> Result<(), SendError<Responder>> {
        let body = self.empty_response(responder.command_id);
        self.respond(now, responder, status, body, out)
    }

    /// Leaves a request unanswered for good; it no longer counts as unanswered.
    ///
    /// Writes nothing. A bind that is ignored counts as one that was refused, so the last of too
    /// many closes the session.
    pub fn ignore(&mut self, responder: Responder) {
        if self.state == State::Closed {
            return;
        }
        if BindType::of(responder.command_id).is_some() {
            if self.answering_bind {
                self.answered_bind(self.now, None);
            }
        } else {
            self.answered_one(self.now);
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
        self.may_answer(responder, body.command_id())?;
        let bind_type = BindType::of(responder.command_id);
        let pdu = Pdu::new(responder.sequence_number, body).with_status(status);
        self.answer(now, &pdu, out)?;
        let now = self.tick(now);
        match bind_type {
            Some(bind_type) => {
                let accepted = status == CommandStatus::ESME_ROK && body.bind_resp().is_some();
                self.answered_bind(now, accepted.then(|| bind_type.state()));
            }
            None => self.answered_one(now),
        }
        self.answer_unbind(now, out);
        Ok(())
    }

    /// Whether this answers that request, and may be sent now.
    pub(crate) fn may_answer(
        &self,
        responder: &Responder,
        answer: CommandId,
    ) -> Result<(), LocalError> {
        if self.state == State::Closed {
            return Err(LocalError::Closed);
        }
        if Some(answer) != responder.command_id.response() && answer != CommandId::GENERIC_NACK {
            return Err(LocalError::NotItsResponse(answer));
        }
        // Whoever was allowed to ask may be answered, while there is a session.
        let allowed = match BindType::of(responder.command_id) {
            Some(_) => self.answering_bind,
            None => self.state.is_bound(),
        };
        if !allowed {
            return Err(LocalError::NotAllowed(answer, self.state));
        }
        Ok(())
    }

    fn answered_bind(&mut self, now: Instant, accepted: Option<State>) {
        self.answering_bind = false;
        if let Some(state) = accepted {
            self.bound(now, state);
        } else {
            self.version = self.config.version;
            self.bind_refused();
        }
    }

    pub(crate) fn answered_one(&mut self, now: Instant) {
        let was_deaf = !self.wants_input();
        self.unanswered = self.unanswered.saturating_sub(1);
        if was_deaf && self.wants_input() {
            self.listen_again(now);
        }
        self.unbind_is_due();
    }

    /// Whether nothing is left to do before the peer's unbind is answered.
    const fn is_settled(&self) -> bool {
        self.unanswered == 0 && self.window.outstanding() == 0
    }

    /// If everything before the peer's unbind is answered now, so is that at the next chance.
    pub(crate) fn unbind_is_due(&mut self) {
        let settled = self.is_settled();
        if let Some(unbind) = self.peer_unbind.as_mut().filter(|_| settled) {
            unbind.due = unbind.due.min(self.now);
        }
    }

    /// Answers the peer's unbind, if everything before it is answered or `now` is late enough.
    pub(crate) fn answer_unbind(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let Some(unbind) = self.peer_unbind else {
            return;
        };
        if !self.is_settled() && now < unbind.due {
            return;
        }
        let pdu = Pdu::new(unbind.sequence_number, UnbindResp::default());
        if self.answer(now, &pdu, out).is_ok() {
            self.peer_unbind = None;
            self.state = State::Unbound;
            self.unbound_deadline = now.deadline(self.config.unbind_timeout);
        } else if let Some(unbind) = &mut self.peer_unbind {
            unbind.due = now.saturating_add(RETRY);
        }
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
        let now = self.tick(now);
        self.traffic(now, pdu.command_id());
        Ok(())
    }

    /// The response to a request, with every field absent, or `generic_nack`.
    pub(crate) fn empty_response(&self, request: CommandId) -> Body<'static> {
        let response = request.response().and_then(Body::default_for);
        match response {
            // SMPP 3.3 keeps the body of an error response: a NUL.
            Some(Body::SubmitSmResp(body)) if self.version == Version::V3_3 => {
                let message_id = Some(&[][..]);
                SubmitSmResp { message_id, ..body }.into()
            }
            Some(Body::DeliverSmResp(body)) if self.version == Version::V3_3 => {
                let message_id = Some(&[][..]);
                DeliverSmResp { message_id, ..body }.into()
            }
            Some(body) => body,
            None => GenericNack::default().into(),
        }
    }
}
