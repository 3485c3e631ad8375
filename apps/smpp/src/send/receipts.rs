//! Matching receipts to the parts they are about.

use smpp_codec::CommandStatus;
use smpp_codec::pdu::Body;
use smpp_codec::values::MessageState;
use smpp_message::Message;
use smpp_message::receipt::{IdForm, Receipt, ReceiptKind, Recognition};
use smpp_tokio::Request;

use super::submit::{note, print};
use crate::address::OwnedAddress;
use crate::failure::Failure;
use crate::show::Text;

/// How message centres write the id of a response in a receipt.
const ID_FORMS: [IdForm; 5] = [
    IdForm::Same,
    IdForm::LowerCase,
    IdForm::WithoutZeros,
    IdForm::DecimalToHex,
    IdForm::HexToDecimal,
];

/// The parts of the message, and what is known of each.
#[derive(Debug)]
pub(crate) struct Receipts {
    from: OwnedAddress,
    to: OwnedAddress,
    total: u8,
    parts: Vec<Part>,
    /// Came while parts were still being submitted: nobody knows yet whether they are ours.
    held: Vec<Request>,
    /// No more parts will come.
    submitted: bool,
    /// Receipts that are about something else.
    strange: usize,
}

struct Part {
    number: u8,
    id: Vec<u8>,
    state: Option<MessageState>,
}

crate::secret::opaque!(Part);

/// What a receipt says.
struct Report {
    id: Vec<u8>,
    state: Option<MessageState>,
    is_final: bool,
    words: String,
}

impl Receipts {
    pub(crate) const fn new(from: OwnedAddress, to: OwnedAddress, total: u8) -> Self {
        Self {
            from,
            to,
            total,
            parts: Vec::new(),
            held: Vec::new(),
            submitted: false,
            strange: 0,
        }
    }

    /// A part was accepted under this id.
    pub(crate) fn submitted(&mut self, number: u8, id: Vec<u8>) {
        let state = None;
        self.parts.push(Part { number, id, state });
    }

    /// Every part was accepted: what is not about one of them now never will be.
    pub(crate) fn all_submitted(&mut self) -> Result<(), Failure> {
        self.submitted = true;
        for request in std::mem::take(&mut self.held) {
            self.take(request)?;
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
        let Some(part) = self
            .parts
            .iter_mut()
            .find(|part| is_same(&part.id, &report.id))
        else {
            if self.submitted {
                self.strange += 1;
                return refuse(request);
            }
            self.held.push(request);
            return Ok(());
        };
        if report.is_final {
            part.state = report.state.or(Some(MessageState::UNKNOWN));
        }
        let (number, total) = (part.number, self.total);
        print(format_args!(
            "receipt for part {number} of {total}: {}",
            report.words
        ))?;
        // If it has gone, the receipt has been read all the same.
        let _ = request.accept(&[]);
        Ok(())
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
        let between =
            same_address(&self.to, source.addr) && same_address(&self.from, destination.addr);
        let id = receipt
            .id
            .filter(|_| between || self.from.as_address().addr.is_empty());
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
        self.submitted && self.parts.iter().all(|part| part.state.is_some())
    }

    /// What to say if not all have come.
    pub(crate) fn missing(&self, when: &str) -> Failure {
        let missing = self.parts.iter().filter(|part| part.state.is_none());
        let missing: Vec<String> = missing.map(|part| part.number.to_string()).collect();
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
        let failed = self.parts.iter().find_map(|part| {
            let state = part.state?;
            let good = [MessageState::DELIVERED, MessageState::ACCEPTED].contains(&state);
            (!good).then_some((part.number, state))
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

/// Whether the id of a receipt is the one of a response, perhaps written in another way.
fn is_same(response: &[u8], receipt: &[u8]) -> bool {
    let same = |form: &IdForm| {
        let (mut one, mut other) = ([0; 65], [0; 65]);
        let (one, other) = (
            form.rewrite(response, &mut one),
            form.rewrite(receipt, &mut other),
        );
        one == Some(receipt) || other == Some(response) || (one.is_some() && one == other)
    };
    !receipt.is_empty() && ID_FORMS.iter().any(same)
}

/// Whether an address is the one that was used; message centres write the type of number, and a
/// `+`, as they like.
fn same_address(known: &OwnedAddress, given: &[u8]) -> bool {
    let plain = |addr: &[u8]| addr.strip_prefix(b"+").unwrap_or(addr).to_vec();
    plain(known.as_address().addr) == plain(given)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn ids_match_however_they_are_written() {
        for (response, receipt) in [
            ("42", "42"),
            ("D2D3A04", "221067780"),
            ("221067780", "d2d3a04"),
            ("00ABCDEF", "abcdef"),
            ("0042", "42"),
            ("ABC-1", "abc-1"),
        ] {
            assert!(
                is_same(response.as_bytes(), receipt.as_bytes()),
                "{response} {receipt}"
            );
        }
        for (response, receipt) in [("42", "43"), ("42", ""), ("", ""), ("A-1", "A-2")] {
            assert!(
                !is_same(response.as_bytes(), receipt.as_bytes()),
                "{response} {receipt}"
            );
        }
    }
}
