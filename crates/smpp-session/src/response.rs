//! The peer's responses, and what each answers.

use smpp_codec::{CommandId, CommandStatus, Header, Pdu, Sink, tlv};

use crate::error::CloseReason;
use crate::event::Event;
use crate::session::{Control, Session};
use crate::state::BindType;
use crate::time::Instant;
use crate::window::Slot;

impl<T, S: AsRef<[Slot<T>]> + AsMut<[Slot<T>]>> Session<T, S> {
    /// A response that cannot be read ends its request as one that did not come would.
    pub(crate) fn malformed_response(&mut self, header: &Header) {
        let number = header.sequence_number;
        let waiting = self.window.waiting(self.slots.as_ref(), number);
        if waiting.is_some_and(|request| answers(header.command_id, request)) {
            self.window.fail(self.slots.as_mut(), number);
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

    pub(crate) fn handle_response<'f>(
        &mut self,
        now: Instant,
        pdu: Pdu<'f>,
        out: &mut (impl Sink + ?Sized),
    ) -> Event<'f, T> {
        let header = Header {
            command_id: pdu.command_id(),
            sequence_number: pdu.sequence_number,
            ..Header::default()
        };
        let number = pdu.sequence_number;
        let waiting = self.window.waiting(self.slots.as_ref(), number);
        if waiting.is_some_and(|request| answers(header.command_id, request)) {
            if let Some(done) = self.window.remove(self.slots.as_mut(), number) {
                self.answer_unbind(now, out);
                return Event::Response {
                    token: done.token,
                    command_id: done.command_id,
                    pdu,
                };
            }
        }
        if is_answered(&self.enquire_link, &header) {
            self.enquire_link = None;
            Event::None
        } else if is_answered(&self.unbind, &header) {
            self.unbind = None;
            self.close(CloseReason::Unbound);
            Event::Unbound
        } else if is_answered(&self.bind, &header) {
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
