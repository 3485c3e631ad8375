//! The text of a receipt, as message centres really write it.

use core::fmt;

use smpp_codec::values::MessageState;

use super::date::Date;
use super::scan::Scan;
use super::{Key, Problem};

/// The fields of a receipt's text, each as it stands.
///
/// Spec: SMPP 3.4 Appendix B, an example that most message centres follow in
/// some way: `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:…
/// Text:…`. Every field may be missing, keys are in any case and order, and
/// unknown ones are passed over.
///
/// Borrows the text. `Debug` shows neither the id nor the text.
///
/// # Examples
///
/// ```
/// use smpp_codec::values::MessageState;
/// use smpp_message::receipt::ReceiptText;
///
/// let text = b"id:42 sub:001 dlvrd:001 submit date:2302101454 \
///     done date:2302101455 stat:DELIVRD err:000 text:hello";
/// let receipt = ReceiptText::decode(text, false, &mut |_| {});
/// assert_eq!(receipt.id, Some(&b"42"[..]));
/// assert_eq!(receipt.state(), Some(MessageState::DELIVERED));
/// assert_eq!(receipt.done_date().unwrap().minute, 55);
/// assert_eq!(receipt.text, Some(&b"hello"[..]));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReceiptText<'a> {
    /// What the message centre called the message: any octets.
    pub id: Option<&'a [u8]>,
    /// How many messages were submitted, three digits.
    pub sub: Option<&'a [u8]>,
    /// How many were delivered, three digits.
    pub dlvrd: Option<&'a [u8]>,
    /// When the message was submitted: see [`submit_date`](Self::submit_date).
    pub submit_date: Option<&'a [u8]>,
    /// When its state became final: see [`done_date`](Self::done_date).
    pub done_date: Option<&'a [u8]>,
    /// The state, seven letters: see [`state`](Self::state).
    pub stat: Option<&'a [u8]>,
    /// An error code of the network or the message centre: often three
    /// digits, of any meaning, and not always digits.
    pub err: Option<&'a [u8]>,
    /// The beginning of the message, up to 20 characters, in the coding of the
    /// receipt.
    pub text: Option<&'a [u8]>,
}

impl<'a> ReceiptText<'a> {
    /// Reads a receipt's text, of ASCII or any coding that extends it.
    ///
    /// `text:` runs to the end, whatever keys are in it: it is what the sender
    /// of the message wrote. Only with `text_anywhere`, for peers that put
    /// fields after it, it ends before the next known key; then the sender of
    /// a message can write fields into its receipt.
    ///
    /// What departs from Appendix B is handed to `report`, with its offset in
    /// `octets`. A missing field is not reported: it is `None`.
    ///
    /// One pass over the octets.
    pub fn decode(octets: &'a [u8], text_anywhere: bool, report: &mut dyn FnMut(Problem)) -> Self {
        Scan::new(octets, text_anywhere, report).run()
    }

    /// The state that `stat` names; `None` if it names none, and then the
    /// text is all there is.
    #[must_use]
    pub fn state(&self) -> Option<MessageState> {
        state(self.stat?)
    }

    /// The submit date, if it is one.
    #[must_use]
    pub fn submit_date(&self) -> Option<Date> {
        Date::decode(self.submit_date?)
    }

    /// The done date, if it is one.
    #[must_use]
    pub fn done_date(&self) -> Option<Date> {
        Date::decode(self.done_date?)
    }

    /// `sub` as a number, if it is one.
    #[must_use]
    pub fn sub(&self) -> Option<u32> {
        number(self.sub?)
    }

    /// `dlvrd` as a number, if it is one.
    #[must_use]
    pub fn dlvrd(&self) -> Option<u32> {
        number(self.dlvrd?)
    }

    /// A field by its key.
    #[must_use]
    pub const fn field(&self, key: Key) -> Option<&'a [u8]> {
        match key {
            Key::Id => self.id,
            Key::Sub => self.sub,
            Key::Dlvrd => self.dlvrd,
            Key::SubmitDate => self.submit_date,
            Key::DoneDate => self.done_date,
            Key::Stat => self.stat,
            Key::Err => self.err,
            Key::Text => self.text,
        }
    }

    pub(super) const fn field_mut(&mut self, key: Key) -> &mut Option<&'a [u8]> {
        match key {
            Key::Id => &mut self.id,
            Key::Sub => &mut self.sub,
            Key::Dlvrd => &mut self.dlvrd,
            Key::SubmitDate => &mut self.submit_date,
            Key::DoneDate => &mut self.done_date,
            Key::Stat => &mut self.stat,
            Key::Err => &mut self.err,
            Key::Text => &mut self.text,
        }
    }
}

impl fmt::Debug for ReceiptText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiptText")
            .field("id_octets", &self.id.map(<[u8]>::len))
            .field("sub", &self.sub())
            .field("dlvrd", &self.dlvrd())
            .field("submit_date", &self.submit_date())
            .field("done_date", &self.done_date())
            .field("state", &self.state())
            .field("text_octets", &self.text.map(<[u8]>::len))
            .finish_non_exhaustive()
    }
}

/// The state of a receipt's word: those of Appendix B, those the later
/// versions would need, and the full names.
pub(super) fn state(stat: &[u8]) -> Option<MessageState> {
    let short = |name: &str| stat.eq_ignore_ascii_case(name.as_bytes());
    WORDS
        .iter()
        .find(|(word, _)| short(word))
        .map(|&(_, state)| state)
        .or_else(|| {
            MessageState::KNOWN
                .iter()
                .copied()
                .find(|state| state.name().is_some_and(short))
        })
}

/// The words of Appendix B, and three that are seen.
pub(super) const WORDS: [(&str, MessageState); 10] = [
    ("DELIVRD", MessageState::DELIVERED),
    ("EXPIRED", MessageState::EXPIRED),
    ("DELETED", MessageState::DELETED),
    ("UNDELIV", MessageState::UNDELIVERABLE),
    ("ACCEPTD", MessageState::ACCEPTED),
    ("UNKNOWN", MessageState::UNKNOWN),
    ("REJECTD", MessageState::REJECTED),
    ("ENROUTE", MessageState::ENROUTE),
    ("SCHEDLD", MessageState::SCHEDULED),
    ("SKIPPED", MessageState::SKIPPED),
];

/// Digits, and at least one.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then_some(digit & 0x0F)?;
        number.checked_mul(10)?.checked_add(digit.into())
    })
}
