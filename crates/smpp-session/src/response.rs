//! The peer's responses, and what each answers.

use smpp_codec::{CommandId, CommandStatus, Header, Pdu, Sink, tlv};

use crate::error::CloseReason;
use crate::event::Event;
use crate::session::{Control, Session};
use crate::state::BindType;
use crate::window::WindowSlot;
use smpp_codec::Instant;

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// A response that cannot be read ends its request as one that did not come would.
    pub(crate) fn malformed_response(&mut self, header: &Header) {
        if let Some(place) = self.answered(header) {
            self.window.fail(self.slots.as_mut(), place);
        } else if is_answered(&self.enquire_link, header) {
            self.enquire_link = None;
        } else if is_answered(&self.unbind, header) {
            self.close(CloseReason::Unbound);
        } else if let Some(bind) = &mut self.bind {
            if is_answered(&Some(*bind), header) {
                bind.deadline = self.now;
            }
        }
    }

    /// The place in the window of the request that this answers.
    fn answered(&self, response: &Header) -> Option<u32> {
        let number = response.sequence_number;
        let (place, request) = self.window.waiting(self.slots.as_ref(), number)?;
        answers(response.command_id, request).then_some(place)
    }

    /// Ends what a response answers, once it has been read.
    #[inline]
    pub(crate) fn handle_response(
        &mut self,
        now: Instant,
        header: &Header,
        out: &mut (impl Sink + ?Sized),
    ) -> Answered<T> {
        let place = self.answered(header);
        if let Some(done) = place.and_then(|place| self.window.take(self.slots.as_mut(), place)) {
            self.answer_unbind(now, out);
            let (token, command_id) = (done.token, done.command_id);
            Answered::Request { token, command_id }
        } else if is_answered(&self.enquire_link, header) {
            self.enquire_link = None;
            Answered::EnquireLink
        } else if is_answered(&self.unbind, header) {
            self.unbind = None;
            self.close(CloseReason::Unbound);
            Answered::Unbind
        } else if is_answered(&self.bind, header) {
            Answered::Bind
        } else {
            Answered::Nothing
        }
    }

    /// What our bind has come to.
    pub(crate) fn handle_bind_response<'f>(&mut self, now: Instant, pdu: Pdu<'f>) -> Event<'f, T> {
        let requested = self.bind.take().map(|bind| bind.command_id);
        let accepted = pdu.command_status == CommandStatus::ESME_ROK;
        match (pdu.body.bind_resp(), requested.and_then(BindType::of)) {
            (Some(response), Some(bind_type)) if accepted => {
                let stated = match response.tlvs.get(tlv::SC_INTERFACE_VERSION) {
                    Ok(Some(version)) => version.version(),
                    _ => self.config.version_if_unstated,
                };
                let peer = self.config.peer_version.unwrap_or(stated);
                self.version = self.config.version.min(peer);
                self.bound(now, bind_type.state());
                Event::Bound(pdu)
            }
            _ => Event::BindRefused(pdu),
        }
    }
}

/// What a response answers.
pub(crate) enum Answered<T> {
    /// A request of the window.
    Request {
        token: T,
        command_id: CommandId,
    },
    Bind,
    EnquireLink,
    Unbind,
    Nothing,
}

/// Whether a response is one to this request.
fn answers(response: CommandId, request: CommandId) -> bool {
    request.response() == Some(response) || response == CommandId::GENERIC_NACK
}

/// Whether a response answers a request of the session itself.
fn is_answered(control: &Option<Control>, response: &Header) -> bool {
    control.is_some_and(|control| {
        control.sequence_number == response.sequence_number
            && answers(response.command_id, control.command_id)
    })
}
