//! Receipts, and the parts that they are about.

use std::iter;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::Body;
use smpp_codec::values::MessageState;
use smpp_message::correlate::{Correlated, Correlator, CorrelatorConfig, Discarded, Entry};
use smpp_message::receipt::{Receipt, ReceiptKind, Recognition};
use smpp_message::{Instant, Message};
use smpp_tokio::Request;

use super::submit::{note, print};
use crate::address::OwnedAddress;
use crate::failure::Failure;
use crate::show::Text;

/// Receipts that are held while parts are still being submitted.
///
/// No fewer than the session leaves unanswered, so that no receipt pushes out a part.
const HELD: usize = 100;

/// Every receipt comes within one run: nothing is too old.
const NOW: Instant = Instant::ORIGIN;

/// The parts of the message, and what is known of each.
pub(crate) struct Receipts {
    from: OwnedAddress,
    to: OwnedAddress,
    total: u8,
    /// The state of each part that was accepted; `None` until its final receipt.
    parts: Vec<(u8, Option<MessageState>)>,
    /// Which part a receipt is about, by its number.
    correlator: Correlator<u8, Held, Vec<Entry<u8, Held>>>,
    /// No more parts will come.
    submitted: bool,
    /// Receipts that are about something else.
    strange: usize,
}

/// A receipt, to be answered.
struct Held {
    request: Request,
    report: Report,
}

crate::redaction::opaque!(Receipts, Held);

/// What a receipt says.
struct Report {
    id: Vec<u8>,
    source: Vec<u8>,
    state: Option<MessageState>,
    is_final: bool,
    words: String,
}

impl Receipts {
    pub(crate) fn new(from: OwnedAddress, to: OwnedAddress, total: u8) -> Self {
        let entries = iter::repeat_with(Entry::default);
        let entries = entries.take(usize::from(total) + HELD).collect();
        Self {
            from,
            to,
            total,
            parts: Vec::new(),
            correlator: Correlator::new(CorrelatorConfig::default(), entries),
            submitted: false,
            strange: 0,
        }
    }

    /// A part was accepted under this id.
    pub(crate) fn submitted(&mut self, number: u8, id: &[u8]) -> Result<(), Failure> {
        self.parts.push((number, None));
        let to = self.to.as_address().addr;
        self.correlator.submitted(NOW, id, to, number);
        while let Some((number, held)) = self.correlator.held(id, self.to.as_address().addr) {
            self.matched(number, held)?;
        }
        Ok(())
    }

    /// Every part was accepted: a receipt that is not about one of them now never will be.
    pub(crate) fn all_submitted(&mut self) -> Result<(), Failure> {
        self.submitted = true;
        while let Some(held) = self.correlator.pop_receipt() {
            self.unmatched(held)?;
        }
        Ok(())
    }

    /// Takes what the message centre sends. What is not ours stays with it: we are not the
    /// application that it is for.
    pub(crate) fn take(&mut self, request: Request) -> Result<(), Failure> {
        let Some(report) = self.report(&request) else {
            note(format_args!(
                "a message came that is no receipt: left with the message centre"
            ));
            return refuse(request);
        };
        let (id, source) = (report.id.clone(), report.source.clone());
        let (ids, is_final) = ([id.as_slice()], report.is_final);
        let held = Held { request, report };
        if self.submitted {
            return match self.correlator.message_of(ids, &source, is_final) {
                Some(number) => self.matched(number, held),
                None => self.unmatched(held),
            };
        }
        match self.correlator.receipt(NOW, ids, &source, is_final, held) {
            Correlated::Matched(number, held) => self.matched(number, held),
            Correlated::Waiting(Some(Discarded::Receipt(held))) => self.unmatched(held),
            _ => Ok(()),
        }
    }

    /// Shows and accepts the receipt of a part.
    fn matched(&mut self, number: u8, held: Held) -> Result<(), Failure> {
        let Held { request, report } = held;
        let part = self.parts.iter_mut().find(|(part, _)| *part == number);
        if let Some((_, state)) = part.filter(|_| report.is_final) {
            *state = report.state.or(Some(MessageState::UNKNOWN));
        }
        let (total, words) = (self.total, report.words);
        print(format_args!(
            "receipt for part {number} of {total}: {words}"
        ))?;
        // If it has gone, the receipt has been read all the same.
        let _ = request.accept(&[]);
        Ok(())
    }

    /// Leaves a receipt of another message with the message centre.
    fn unmatched(&mut self, held: Held) -> Result<(), Failure> {
        self.strange += 1;
        refuse(held.request)
    }

    /// What a request says about a message between these two.
    fn report(&self, request: &Request) -> Option<Report> {
        let body = request.pdu().body;
        let (message, source, destination) = match &body {
            Body::DeliverSm(pdu) => (Message::from(pdu), pdu.source_addr, pdu.destination_addr),
            Body::DataSm(pdu) => (Message::from(pdu), pdu.source_addr, pdu.destination_addr),
            _ => return None,
        };
        let mut scratch = [0; 1024];
        let mut recognition = Recognition::default();
        recognition.by_tlvs = true;
        let mut problems = Vec::new();
        let receipt = Receipt::decode_with(&message, recognition, &mut scratch, &mut |problem| {
            problems.push(problem);
        })?;
        // A message centre that fills in the source of a message may fill in any.
        let ours = self.from.as_address().addr.is_empty();
        let id = receipt
            .id
            .filter(|_| ours || same_address(&self.from, destination.addr));
        let shown = |octets: Option<&[u8]>| {
            let octets = octets.unwrap_or_default();
            Text(&String::from_utf8_lossy(octets)).to_string()
        };
        let state = receipt.state.and_then(MessageState::name);
        let mut words = format!(
            "{}, message_id {}",
            state.unwrap_or("no state that is known"),
            shown(receipt.id)
        );
        for (name, field) in [
            ("stat", receipt.text.stat),
            ("err", receipt.text.err),
            ("submit date", receipt.text.submit_date),
            ("done date", receipt.text.done_date),
        ] {
            if field.is_some() {
                words += &format!(", {name} {}", shown(field));
            }
        }
        for problem in problems {
            words += &format!("; {problem}");
        }
        let is_report = matches!(receipt.kind, ReceiptKind::Receipt | ReceiptKind::Unmarked);
        let on_its_way = [MessageState::SCHEDULED, MessageState::ENROUTE];
        Some(Report {
            id: id.unwrap_or_default().to_vec(),
            source: source.addr.to_vec(),
            state: receipt.state,
            is_final: is_report
                && !receipt
                    .state
                    .is_some_and(|state| on_its_way.contains(&state)),
            words,
        })
    }

    /// Whether every part has its receipt.
    pub(crate) fn are_complete(&self) -> bool {
        self.submitted && self.parts.iter().all(|(_, state)| state.is_some())
    }

    /// What to say if not all have come.
    pub(crate) fn missing(&self, when: &str) -> Failure {
        let missing = self.parts.iter().filter(|(_, state)| state.is_none());
        let missing: Vec<String> = missing.map(|(number, _)| number.to_string()).collect();
        let mut why = format!(
            "no receipt came {when} for part {} of {}",
            missing.join(", "),
            self.total
        );
        if self.strange > 0 {
            why += &format!("; {} came that are about other messages", self.strange);
        }
        Failure::Peer(why)
    }

    /// Whether everything was delivered that was to be told of.
    pub(crate) fn verdict(&self) -> Result<(), Failure> {
        let failed = self.parts.iter().find_map(|&(number, state)| {
            let state = state?;
            let good = [MessageState::DELIVERED, MessageState::ACCEPTED].contains(&state);
            (!good).then_some((number, state))
        });
        match failed {
            Some((number, state)) => Err(Failure::Peer(format!(
                "part {number} of {} was not delivered: {state}",
                self.total
            ))),
            None => Ok(()),
        }
    }
}

/// The message centre is to deliver it to somebody else, or later.
fn refuse(request: Request) -> Result<(), Failure> {
    // If it has gone, it keeps what it has.
    let _ = request.refuse(CommandStatus::ESME_RX_T_APPN);
    Ok(())
}

/// Whether an address is the one that was used; message centres write the type of number, and a
/// `+`, as they like.
fn same_address(known: &OwnedAddress, given: &[u8]) -> bool {
    let plain = |addr: &[u8]| addr.strip_prefix(b"+").unwrap_or(addr).to_vec();
    plain(known.as_address().addr) == plain(given)
}
