//! One side: a session, what has come to it and what it has sent, and its books.

use core::hash::{Hash, Hasher};

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{
    Body, DataSm, DataSmResp, DeliverSm, DeliverSmResp, GenericNack, SubmitSm, SubmitSmResp,
};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, CommandStatus, Header};
use smpp_session::{
    Config, Event, FailReason, Instant, Responder, Role, Session, State, TimedEvent, WindowSlot,
};

use crate::model::setup::Answer;

/// It is always now; what is due lies so far ahead.
pub(super) const NOW: Instant = Instant::from_micros(1_000);

/// How many requests a side may leave unanswered.
pub(super) const WINDOW: usize = 2;

/// What a session may answer for its application.
const OF_THE_SESSION: [CommandStatus; 3] = [
    CommandStatus::ESME_RINVBNDSTS,
    CommandStatus::ESME_RTHROTTLED,
    CommandStatus::ESME_RINVCMDID,
];

/// The law that was broken.
pub(super) type Broken = &'static str;

/// How requests were answered, by token, until their sender knows.
pub(super) type Answers = [Option<CommandStatus>; 8];

/// A request that the application has not answered, and the sender's token in it.
#[derive(Debug)]
pub(super) struct Held(pub(super) Responder, Option<u8>);

impl Clone for Held {
    fn clone(&self) -> Self {
        Self(self.0.for_copied_session(), self.1)
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1 == other.1
    }
}

impl Eq for Held {}

impl Hash for Held {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.command_id(), self.0.sequence_number(), self.1).hash(state);
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Side {
    pub(super) session: Session<u8, [WindowSlot<u8>; WINDOW]>,
    /// Octets that have arrived and are not handled yet.
    pub(super) inbound: Vec<u8>,
    /// Octets on their way to the peer.
    pub(super) sent: Vec<u8>,
    /// The peer is to see the end of the stream behind these octets; whether it has.
    pub(super) ended: bool,
    pub(super) end_seen: bool,
    /// Nothing that it sends arrives any more.
    pub(super) cut: bool,
    pub(super) held: Vec<Held>,
    /// Tokens that were given, and, as bits, those that have not come back.
    asked: u8,
    pending: u8,
    pub(super) answers: Answers,
    /// A bind or an unbind of this side that the peer has not answered.
    pub(super) binding: bool,
    pub(super) unbinding: bool,
    /// Whether a request of this side expired: its response is then nobody's.
    pub(super) expired: bool,
    /// Whether this side left a request of the peer unanswered for good.
    pub(super) ignored: bool,
}

impl Side {
    pub(super) fn new(role: Role, config: Config) -> Self {
        let slots = [WindowSlot::EMPTY; WINDOW];
        Self {
            session: match role {
                Role::Esme => Session::esme(config, slots, NOW),
                Role::MessageCenter => Session::message_center(config, slots, NOW),
            },
            inbound: Vec::new(),
            sent: Vec::new(),
            ended: false,
            end_seen: false,
            cut: false,
            held: Vec::new(),
            asked: 0,
            pending: 0,
            answers: Answers::default(),
            binding: false,
            unbinding: false,
            expired: false,
            ignored: false,
        }
    }

    pub(super) fn state(&self) -> State {
        self.session.state()
    }

    /// Whether it waits for the peer: for an answer, or for the end of the connection.
    pub(super) fn is_waiting(&self) -> bool {
        let asks = self.pending != 0 || self.binding || self.unbinding;
        self.state() != State::Closed && (asks || self.state() == State::Unbound)
    }

    /// Sends a request of this kind; false if the session refuses.
    pub(super) fn request(&mut self, kind: CommandId) -> bool {
        let token = self.asked;
        let digit = [b'0' + token];
        let source_addr = Address::unknown(&digit);
        let body: Body<'_> = match kind {
            CommandId::SUBMIT_SM => SubmitSm {
                source_addr,
                ..SubmitSm::default()
            }
            .into(),
            CommandId::DELIVER_SM => DeliverSm {
                source_addr,
                ..DeliverSm::default()
            }
            .into(),
            _ => DataSm {
                source_addr,
                ..DataSm::default()
            }
            .into(),
        };
        let sent = self.session.request(NOW, body, token, &mut self.sent);
        if sent.is_ok() {
            self.asked += 1;
            self.pending |= 1 << token;
        }
        sent.is_ok()
    }

    /// Answers one of the requests that wait.
    pub(super) fn answer(
        &mut self,
        which: usize,
        how: Answer,
        said: &mut Answers,
    ) -> Result<(), Broken> {
        let Held(responder, token) = self.held.remove(which);
        let request = responder.command_id();
        let (session, out) = (&mut self.session, &mut self.sent);
        let (rok, error) = (CommandStatus::ESME_ROK, CommandStatus::ESME_RSYSERR);
        let message_id = Some(&b""[..]);
        let done = match (how, request) {
            (Answer::Refuse, _) => session.refuse(NOW, responder, error, out),
            (Answer::Nack, _) => {
                session.respond(NOW, responder, error, GenericNack::default(), out)
            }
            (Answer::Accept, CommandId::SUBMIT_SM) => {
                session.respond(NOW, responder, rok, SubmitSmResp::accepted(b"1"), out)
            }
            (Answer::Accept, CommandId::DATA_SM) => {
                let body = DataSmResp {
                    message_id,
                    ..DataSmResp::default()
                };
                session.respond(NOW, responder, rok, body, out)
            }
            (Answer::Accept, CommandId::DELIVER_SM) => {
                let body = DeliverSmResp {
                    message_id,
                    ..DeliverSmResp::default()
                };
                session.respond(NOW, responder, rok, body, out)
            }
            (Answer::Accept, _) => session.accept_bind(NOW, responder, b"mc", out),
        };
        match (done, token) {
            (Ok(()), Some(token)) => {
                let status = if how == Answer::Accept { rok } else { error };
                self.answers[usize::from(token)] = Some(status);
            }
            (Ok(()), None) => {}
            // After the unbind was answered there is nothing to answer any more.
            (Err(refused), _) if session.state() == State::Unbound => {
                session.ignore(refused.returned);
            }
            (Err(_), _) => return Err("an answer was refused"),
        }
        self.pump(said)
    }

    /// Leaves one of the requests that wait unanswered.
    pub(super) fn ignore(&mut self, which: usize, said: &mut Answers) -> Result<(), Broken> {
        let Held(responder, _) = self.held.remove(which);
        self.session.ignore(responder);
        self.ignored = true;
        self.pump(said)
    }

    /// Handles the whole frames that have come, as long as the session wants to read; `said` is
    /// what the peer has answered.
    pub(super) fn pump(&mut self, said: &mut Answers) -> Result<(), Broken> {
        let inbound = core::mem::take(&mut self.inbound);
        let mut rest = inbound.as_slice();
        while self.session.wants_input() {
            let Some(frame) = self.session.next_frame(NOW, rest, &mut self.sent) else {
                break;
            };
            rest = &rest[frame.len()..];
            self.handle(frame, said)?;
        }
        self.inbound = rest.to_vec();
        Ok(())
    }

    fn handle(&mut self, frame: &[u8], said: &mut Answers) -> Result<(), Broken> {
        let response = Header::decode(frame).ok_or("no header")?.command_id;
        let before = self.sent.len();
        match self.session.handle_frame(NOW, frame, &mut self.sent) {
            Ok(Event::Bound(_) | Event::BindRefused(_)) => self.binding = false,
            Ok(Event::Bind { responder, .. }) => self.held.push(Held(responder, None)),
            Ok(Event::Request { pdu, responder }) => {
                let source = match pdu.body {
                    Body::SubmitSm(body) => body.source_addr,
                    Body::DeliverSm(body) => body.source_addr,
                    Body::DataSm(body) => body.source_addr,
                    _ => return Err("another request than any that was sent"),
                };
                let token = source.addr.first().map(|digit| digit - b'0');
                self.held.push(Held(responder, token));
            }
            Ok(Event::Response { token, pdu, .. }) => {
                self.end(token)?;
                let heard = pdu.command_status;
                match said[usize::from(token)].take() {
                    Some(said) if said != heard => return Err("another answer than was given"),
                    None if !OF_THE_SESSION.contains(&heard) => {
                        return Err("an answer that nobody gave");
                    }
                    _ => {}
                }
            }
            Ok(Event::Unmatched(pdu))
                if !self.expired && pdu.command_id() != CommandId::ENQUIRE_LINK_RESP =>
            {
                return Err("a response without a request, and nothing had expired");
            }
            Ok(_) => {}
            Err(error) if error.answer().is_some() && response.is_response() => {
                return Err("an answer to an answer");
            }
            Err(_) => {}
        }
        let mut written = self.sent.get(before..).unwrap_or(&[]);
        while let Ok(FrameSplit::Frame { frame, rest }) = frame::split(written, usize::MAX) {
            let answer = Header::decode(frame).ok_or("no header")?.command_id;
            // The answer to an unbind may have waited for this response.
            if response.is_response() && answer != CommandId::UNBIND_RESP {
                return Err("an answer to an answer");
            }
            written = rest;
        }
        Ok(())
    }

    /// Does what is due at this time, which is now from here on.
    pub(super) fn time(&mut self, now: Instant) {
        self.session.handle_timeout(now, &mut self.sent);
    }

    /// Tells what time or the end has brought, and counts time from now.
    pub(super) fn settle(&mut self) -> Result<(), Broken> {
        while let Some(event) = self.session.poll_event() {
            if let TimedEvent::Failed { token, reason, .. } = event {
                self.end(token)?;
                self.expired |= reason == FailReason::Expired;
            }
        }
        if self.session.outstanding() != self.pending.count_ones() {
            return Err("a request was lost");
        }
        if self.cut {
            self.sent.clear();
        }
        if self.state() == State::Closed {
            self.ended = true;
            self.inbound.clear();
            self.held.clear();
        }
        self.session.move_to(NOW);
        Ok(())
    }

    fn end(&mut self, token: u8) -> Result<(), Broken> {
        if self.pending & 1 << token == 0 {
            return Err("a request ended twice");
        }
        self.pending &= !(1 << token);
        Ok(())
    }
}
