//! The text of a receipt, as message centres really write it.

use core::fmt;

use smpp_codec::values::MessageState;

use super::date::{Date, Reading};
use super::{Key, Problem, ProblemKind};

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
        let mut scan = Scan {
            fields: Self::default(),
            octets,
            at: 0,
            text_anywhere,
            report,
        };
        scan.run();
        scan.fields
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

    const fn field_mut(&mut self, key: Key) -> &mut Option<&'a [u8]> {
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

fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then_some(digit & 0x0F)?;
        number.checked_mul(10)?.checked_add(digit.into())
    })
}

//------- The scanner -----

struct Scan<'a, 'r> {
    fields: ReceiptText<'a>,
    octets: &'a [u8],
    at: usize,
    text_anywhere: bool,
    report: &'r mut dyn FnMut(Problem),
}

impl<'a> Scan<'a, '_> {
    fn run(&mut self) {
        self.drop_nuls();
        while !self.skip_spaces().is_empty() {
            let start = self.at;
            if let Some((key, after)) = key_at(self.rest()) {
                self.at = self.at.saturating_add(after);
                self.value(key, start);
            } else {
                self.stranger();
            }
        }
    }

    /// A value, from behind its key to the next space, or for the text to the
    /// end.
    fn value(&mut self, key: Key, start: usize) {
        let value = if key == Key::Text {
            let rest = self.rest();
            // Appendix B prints a space after `Text:`.
            let skip = usize::from(rest.first() == Some(&b' '));
            let text = rest.get(skip..).unwrap_or_default();
            let end = if self.text_anywhere {
                next_key(text).unwrap_or(text.len())
            } else {
                text.len()
            };
            self.at = self.at.saturating_add(skip).saturating_add(end);
            text.get(..end).unwrap_or_default()
        } else {
            let value = self.word();
            if value.is_empty() {
                self.spaced_value(key)
            } else {
                value
            }
        };
        self.set(key, value, start);
    }

    /// A value after spaces, unless what follows is the next key.
    fn spaced_value(&mut self, key: Key) -> &'a [u8] {
        let before = self.at;
        let rest = self.skip_spaces();
        if key_at(rest).is_some() || word_of(rest).contains(&b':') {
            return &[];
        }
        let value = self.word();
        if !value.is_empty() {
            self.problem(ProblemKind::SpaceBeforeValue(key), before);
        }
        value
    }

    fn set(&mut self, key: Key, value: &'a [u8], start: usize) {
        let field = self.fields.field_mut(key);
        if field.is_some() {
            self.problem(ProblemKind::Repeated(key), start);
            return;
        }
        *field = Some(value);
        match key {
            Key::Sub | Key::Dlvrd if number(value).is_none() => {
                self.problem(ProblemKind::Unreadable(key), start);
            }
            Key::SubmitDate | Key::DoneDate => match Date::read(value) {
                Reading::One(_) => {}
                Reading::Two(_) => self.problem(ProblemKind::AmbiguousDate(key), start),
                Reading::None => self.problem(ProblemKind::Unreadable(key), start),
            },
            Key::Stat if state(value).is_none() => {
                self.problem(ProblemKind::UnknownState, start);
            }
            _ => {}
        }
    }

    /// A word that is no key: an unknown one, junk stuck to a key, a state
    /// without its key, or junk.
    fn stranger(&mut self) {
        let start = self.at;
        let word = word_of(self.rest());
        let Some(colon) = word.iter().position(|&octet| octet == b':') else {
            self.at = self.at.saturating_add(word.len());
            if self.fields.stat.is_none() && WORDS.iter().any(|(name, _)| name.as_bytes() == word) {
                self.problem(ProblemKind::StateWithoutKey, start);
                self.fields.stat = Some(word);
            } else {
                self.problem(ProblemKind::Junk, start);
            }
            return;
        };
        let name = word.get(..colon).unwrap_or_default();
        // An id or a text is never guessed: too much hangs on them.
        let stuck = [Key::Dlvrd, Key::Sub, Key::Stat].into_iter().find(|key| {
            let split = name.len().checked_sub(key.name().len());
            let end = split.and_then(|split| name.get(split..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(key.name().as_bytes()))
        });
        self.at = self.at.saturating_add(colon).saturating_add(1);
        match stuck {
            Some(key) if self.fields.field(key).is_none() => {
                self.problem(ProblemKind::Junk, start);
                self.value(key, start);
            }
            _ => {
                self.problem(ProblemKind::UnknownKey, start);
                self.word();
            }
        }
    }

    /// Text after C habits: NULs at the end are no part of it.
    fn drop_nuls(&mut self) {
        let whole = self
            .octets
            .iter()
            .rposition(|&octet| octet != 0)
            .map_or(0, |last| last.saturating_add(1));
        if whole < self.octets.len() {
            self.octets = self.octets.get(..whole).unwrap_or_default();
            self.problem(ProblemKind::TrailingNul, whole);
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.octets.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self) -> &'a [u8] {
        let spaces = self.rest().iter().take_while(|octet| is_space(**octet));
        self.at = self.at.saturating_add(spaces.count());
        self.rest()
    }

    fn word(&mut self) -> &'a [u8] {
        let word = word_of(self.rest());
        self.at = self.at.saturating_add(word.len());
        word
    }

    fn problem(&mut self, kind: ProblemKind, offset: usize) {
        (self.report)(Problem { kind, offset });
    }
}

const fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

/// Up to the next space.
fn word_of(octets: &[u8]) -> &[u8] {
    let end = octets.iter().position(|octet| is_space(*octet));
    octets
        .get(..end.unwrap_or(octets.len()))
        .unwrap_or_default()
}

/// A key at the front, and where its value begins.
fn key_at(octets: &[u8]) -> Option<(Key, usize)> {
    let first = octets.first()?.to_ascii_lowercase();
    // At most two keys begin with a letter.
    Key::ALL
        .into_iter()
        .filter(|key| key.name().as_bytes().first() == Some(&first))
        .find_map(|key| Some((key, after_key(octets, key)?)))
}

/// Where the value begins if `octets` begin with `key`, with any or no
/// separator between its words.
fn after_key(octets: &[u8], key: Key) -> Option<usize> {
    let mut rest = octets;
    for word in key.name().split(' ') {
        let spaces = rest
            .iter()
            .take_while(|octet| matches!(octet, b' ' | b'_' | b'-'))
            .count();
        // Between words only: a key begins with a letter.
        rest = rest.get(spaces..)?;
        let (front, after) = rest.split_at_checked(word.len())?;
        if !front.eq_ignore_ascii_case(word.as_bytes()) {
            return None;
        }
        rest = after;
    }
    let after = rest.strip_prefix(b":")?;
    Some(octets.len().saturating_sub(after.len()))
}

/// Where in a text a known key begins after a space.
fn next_key(text: &[u8]) -> Option<usize> {
    let starts = text
        .iter()
        .enumerate()
        .filter(|(_, octet)| is_space(**octet));
    starts.map(|(at, _)| at).find(|&at| {
        let after = text.get(at.saturating_add(1)..).unwrap_or_default();
        key_at(after).is_some()
    })
}
