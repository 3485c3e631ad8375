//! Delivery receipts, acknowledgements and intermediate notifications.
//!
//! Spec: SMPP 3.4 §2.11 and Appendix B; SMPP 5.0 §4.3.1. A receipt is a
//! `deliver_sm` or `data_sm` whose `esm_class` says so. What became of the
//! message stands in TLVs, in a text, or in both; the TLVs count.

mod date;
mod format;
mod id;
mod problem;
mod scan;
mod text;

pub use self::date::{Date, DateFormat};
pub use self::format::AppendixB;
pub use self::id::IdForm;
pub use self::problem::{Key, Problem, ProblemKind};
pub use self::text::ReceiptText;

use core::fmt;

use smpp_codec::tlv::{self, OctetString};
use smpp_codec::values::{MessageState, MessageType, NetworkErrorCode};

use crate::alphabet::Alphabet;
use crate::data_coding::Peer;
use crate::message::Message;
use crate::setters::setters;

/// What a message centre, or the other side, says became of a message.
///
/// Borrows the message, and the scratch buffer if its text is UCS-2. `Debug`
/// shows neither the id nor the text.
///
/// # Examples
///
/// ```
/// use smpp_codec::pdu::DeliverSm;
/// use smpp_codec::values::{EsmClass, MessageState};
/// use smpp_message::Message;
/// use smpp_message::receipt::Receipt;
///
/// let deliver = DeliverSm {
///     esm_class: EsmClass::MC_DELIVERY_RECEIPT,
///     short_message: b"id:42 sub:001 dlvrd:001 submit date:2302101454 \
///         done date:2302101455 stat:UNDELIV err:21b text:hello",
///     ..DeliverSm::default()
/// };
/// let mut scratch = [0; 256];
/// let receipt = Receipt::decode(&Message::from(&deliver), &mut scratch).unwrap();
/// assert_eq!(receipt.id, Some(&b"42"[..]));
/// assert_eq!(receipt.state, Some(MessageState::UNDELIVERABLE));
/// assert_eq!(receipt.text.err, Some(&b"21b"[..]));
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Receipt<'a> {
    /// What kind of report this is.
    pub kind: ReceiptKind,
    /// Which message it is about: the TLV `receipted_message_id`, or else
    /// `id:` in the text.
    pub id: Option<&'a [u8]>,
    /// What became of it: the TLV `message_state`, or else `stat:` in the
    /// text, if that names a state.
    pub state: Option<MessageState>,
    /// The TLV `network_error_code`.
    pub network_error: Option<NetworkErrorCode>,
    /// The fields of the text, each as it stands.
    pub text: ReceiptText<'a>,
    /// The coding of [`text`](ReceiptText::text) in the fields: UTF-8 if the
    /// receipt was UCS-2; `None` if the message has none that is known.
    pub alphabet: Option<Alphabet>,
}

/// What kind of report, by the message type in `esm_class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReceiptKind {
    /// A delivery receipt of the message centre, 0x04.
    Receipt,
    /// A delivery acknowledgement of the other side, 0x08: its text is free.
    DeliveryAck,
    /// A manual or user acknowledgement of the other side, 0x10: its text is
    /// free.
    UserAck,
    /// An intermediate notification, 0x20: the state is not final.
    Intermediate,
    /// None by its `esm_class`; one by its TLVs or its text, as asked for.
    Unmarked,
}

/// Settings: which messages are receipts besides those that `esm_class` marks.
///
/// All are off by default: any sender of a message can write a text that looks
/// like a receipt. Before believing one, check that its id and its address are
/// those of a message sent over the same link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Recognition {
    /// An unmarked message with the TLVs `receipted_message_id` and
    /// `message_state`. Default: false.
    pub by_tlvs: bool,
    /// An unmarked message whose text begins with `id:` and has a `stat:`. Default: false.
    pub by_text: bool,
    /// Fields after the text field: see [`ReceiptText::decode`]. Default: false.
    pub text_anywhere: bool,
}

impl Recognition {
    /// Returns the default settings: only `esm_class` marks a receipt.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            by_tlvs: false,
            by_text: false,
            text_anywhere: false,
        }
    }

    setters! {
        with_by_tlvs by_tlvs: bool;
        with_by_text by_text: bool;
        with_text_anywhere text_anywhere: bool;
    }
}

impl<'a> Receipt<'a> {
    /// Reads a message that its `esm_class` marks as a receipt, an
    /// acknowledgement or an intermediate notification; `None` for any other.
    ///
    /// `scratch` is used if the text is UCS-2.
    #[must_use]
    pub fn decode(message: &Message<'a>, scratch: &'a mut [u8]) -> Option<Self> {
        Self::decode_with(message, Recognition::default(), scratch, &mut |_| {})
    }

    /// As [`decode`](Self::decode), of what `recognition` allows, with each
    /// departure from the specification handed to `report`.
    pub fn decode_with(
        message: &Message<'a>,
        recognition: Recognition,
        scratch: &'a mut [u8],
        report: &mut dyn FnMut(Problem),
    ) -> Option<Self> {
        let marked = kind(message.esm_class.message_type());
        if marked.is_none() && !recognition.by_tlvs && !recognition.by_text {
            return None;
        }
        // Problems are told once it is known to be a receipt.
        let tlvs = Tlvs::of(message);
        let by_tlvs = recognition.by_tlvs && tlvs.id.is_some() && tlvs.state.is_some();
        let by_text = recognition.by_text && looks_like_receipt(message);
        if marked.is_none() && !by_tlvs && !by_text {
            return None;
        }
        let (kind, reserved) = marked.unwrap_or((ReceiptKind::Unmarked, false));
        let mut tell = |kind, offset| report(Problem { kind, offset });
        if reserved {
            tell(ProblemKind::ReservedType, 0);
        }
        for problem in tlvs.problems.into_iter().flatten() {
            tell(problem, 0);
        }
        let peer = Peer::default();
        let data = message.user_data(&peer);
        if data.is_err() {
            tell(ProblemKind::Header, 0);
        }
        let data = data.unwrap_or_else(|_| message.user_data_lossy(&peer));
        let (octets, alphabet) = narrow(data.octets, data.alphabet(), scratch, &mut tell);
        let mut text = ReceiptText::default();
        // An acknowledgement's text is the other side's own.
        if !matches!(kind, ReceiptKind::DeliveryAck | ReceiptKind::UserAck) {
            text = ReceiptText::decode(octets, recognition.text_anywhere, report);
        }
        let mut tell = |kind| report(Problem { kind, offset: 0 });
        if let (Some(tlv), Some(id)) = (tlvs.id, text.id) {
            if tlv != id {
                tell(ProblemKind::IdDiffers);
            }
        }
        if let (Some(tlv), Some(stat)) = (tlvs.state, text.state()) {
            if tlv != stat {
                tell(ProblemKind::StateDiffers);
            }
        }
        Some(Self {
            kind,
            id: tlvs.id.or(text.id),
            state: tlvs.state.or_else(|| text.state()),
            network_error: tlvs.network_error,
            text,
            alphabet,
        })
    }
}

impl fmt::Debug for Receipt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receipt")
            .field("kind", &self.kind)
            .field("id_octets", &self.id.map(<[u8]>::len))
            .field("state", &self.state)
            .field("network_error", &self.network_error)
            .field("text", &self.text)
            .finish()
    }
}

//------- Private helpers -----

/// The kind of report that a message type marks, and whether the type is a
/// reserved one.
const fn kind(message_type: MessageType) -> Option<(ReceiptKind, bool)> {
    Some(match message_type {
        MessageType::MC_DELIVERY_RECEIPT => (ReceiptKind::Receipt, false),
        MessageType::DELIVERY_ACK => (ReceiptKind::DeliveryAck, false),
        MessageType::USER_ACK => (ReceiptKind::UserAck, false),
        MessageType::INTERMEDIATE_NOTIFICATION => (ReceiptKind::Intermediate, false),
        // 0x24: receipt and intermediate notification at once.
        MessageType(9) => (ReceiptKind::Receipt, true),
        _ => return None,
    })
}

/// What the TLVs say.
struct Tlvs<'a> {
    id: Option<&'a [u8]>,
    state: Option<MessageState>,
    network_error: Option<NetworkErrorCode>,
    problems: [Option<ProblemKind>; 2],
}

impl<'a> Tlvs<'a> {
    fn of(message: &Message<'a>) -> Self {
        let raw = |tag, name| {
            let key = tlv::TlvKey::<OctetString>::new(tag, name);
            message.tlvs.get(key).ok().flatten()
        };
        // Of any length, with or without a NUL: peers send all of them.
        let id = raw(tlv::RECEIPTED_MESSAGE_ID.tag(), "receipted_message_id")
            .and_then(|id: &[u8]| id.split(|octet| *octet == 0).next())
            .filter(|id| !id.is_empty());
        let state = message.tlvs.get(tlv::MESSAGE_STATE);
        let known = state.ok().flatten().filter(|state| state.name().is_some());
        let bad_state = !matches!(state, Ok(None)) && known.is_none();
        let network_error = message.tlvs.get(tlv::NETWORK_ERROR_CODE);
        Self {
            id,
            state: known,
            network_error: network_error.ok().flatten(),
            problems: [
                bad_state.then_some(ProblemKind::StateTlv),
                network_error
                    .is_err()
                    .then_some(ProblemKind::NetworkErrorTlv),
            ],
        }
    }
}

/// Whether a text begins as one of Appendix B, and has a state.
fn looks_like_receipt(message: &Message<'_>) -> bool {
    let data = message.user_data_lossy(&Peer::default());
    let mut narrowed = [0; 512];
    let (octets, _) = narrow(data.octets, data.alphabet(), &mut narrowed, &mut |_, _| {});
    let begins = octets
        .get(..3)
        .is_some_and(|front| front.eq_ignore_ascii_case(b"id:"));
    begins
        && ReceiptText::decode(octets, false, &mut |_| {})
            .stat
            .is_some()
}

/// The text as ASCII and what extends it; UCS-2 goes through `scratch`.
///
/// A receipt's text begins with an ASCII letter: whether the octets are wide
/// can be seen, and `data_coding` is not always right.
fn narrow<'a>(
    octets: &'a [u8],
    alphabet: Option<Alphabet>,
    scratch: &'a mut [u8],
    tell: &mut dyn FnMut(ProblemKind, usize),
) -> (&'a [u8], Option<Alphabet>) {
    let seen = match *octets {
        [0, 0x20..=0x7E, ..] => Some(Alphabet::Utf16),
        [0x20..=0x7E, 0, 0x20..=0x7E, 0, ..] => Some(Alphabet::Utf16Le),
        _ => None,
    };
    let said = match alphabet {
        Some(Alphabet::Ucs2 | Alphabet::Utf16) => Some(Alphabet::Utf16),
        _ => None,
    };
    if seen != said && !octets.is_empty() {
        tell(ProblemKind::Coding, 0);
    }
    let Some(wide) = seen else {
        // Said to be wide, and is not: then ASCII is all that can be told.
        let alphabet = if said.is_some() {
            Some(Alphabet::Ia5)
        } else {
            alphabet
        };
        return (octets, alphabet);
    };
    match wide.decode_lossy(octets, scratch) {
        Ok(text) => (text.as_bytes(), Some(Alphabet::Utf8)),
        Err(_) => {
            tell(ProblemKind::ScratchTooSmall, 0);
            (&[], None)
        }
    }
}

#[cfg(test)]
mod tests;
