//! What messages say, the parts of long ones joined.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use smpp_codec::Version;
use smpp_codec::values::Address;
use smpp_message::data_coding::{Content, Groups, Peer};
use smpp_message::reassemble::{Fragment, Keep, Outcome, Reassembler};
use smpp_message::{Alphabet, Instant, Message, UserData};

use crate::show::{self, Amount, Text};

/// Long messages, and blocks of 160 octets, that wait for their parts: a message of 255 parts has
/// 511 blocks.
const MESSAGES: usize = 256;
const BLOCKS: usize = 2048;

/// The long messages of one user, or of one receiver. Takes memory when the first part comes.
#[derive(Debug, Default)]
pub(crate) struct Texts(Mutex<Option<Reassembler<'static>>>);

/// What a message turned out to be.
#[derive(PartialEq, Eq)]
pub(crate) enum Said {
    /// A message of its own, or the last part that was missing: all of the text.
    Whole { text: String, parts: u8 },
    /// A whole message that is no text, and its octets.
    Binary(usize),
    /// A part of a long message.
    Part { number: u8, total: u8, received: u8 },
    /// A part that cannot be joined to others.
    Lost(&'static str),
}

crate::redaction::opaque!(Said);

impl Texts {
    /// Takes a message.
    pub(crate) fn push(
        &self,
        now: Instant,
        [source, destination]: [&Address<'_>; 2],
        data: &UserData<'_>,
    ) -> Said {
        let Some(part) = data.part.filter(|part| part.total > 1) else {
            return match data.chars_lossy() {
                Some(chars) => Said::Whole {
                    text: chars.collect(),
                    parts: 1,
                },
                None => Said::Binary(data.octets.len()),
            };
        };
        let Some(fragment) = Fragment::new(source, destination, data) else {
            return Said::Lost("it is no part of anything");
        };
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let texts = texts
            .get_or_insert_with(|| Reassembler::with_capacity(MESSAGES, BLOCKS, Keep::default()));
        match texts.push(now, &fragment, &mut |_| ()) {
            Outcome::Whole(message) => {
                let mut octets = vec![0; message.len()];
                let octets = message.copy_to(&mut octets).unwrap_or_default();
                match message.alphabet() {
                    Some(alphabet) => Said::Whole {
                        text: alphabet.chars_lossy(octets).collect(),
                        parts: message.total(),
                    },
                    None => Said::Binary(octets.len()),
                }
            }
            Outcome::Waiting { received, total } => Said::Part {
                number: part.number,
                total,
                received,
            },
            Outcome::Duplicate => Said::Lost("it has come before"),
            _ => Said::Lost("it is too long to be kept"),
        }
    }
}

/// What a peer of this version means by `data_coding`.
pub(crate) fn peer(version: Version) -> Peer {
    let mut peer = Peer::default();
    if version == Version::V3_3 {
        peer.groups = Groups::All;
    }
    peer
}

/// What a message is, in words: `5 septets of GSM 7-bit: "hello"`.
pub(crate) fn describe(message: &Message<'_>, version: Version) -> String {
    let data = message.user_data_lossy(&peer(version));
    let mut words = String::new();
    if let Some(part) = data.part.filter(|part| part.total > 1) {
        let _ = write!(words, "part {} of {}, ", part.number, part.total);
    }
    let text: Option<String> = data.chars_lossy().map(Iterator::collect);
    let _ = match (data.alphabet(), text) {
        (Some(alphabet), Some(text)) => {
            let units = units(alphabet, &data);
            let name = show::alphabet(alphabet);
            write!(
                words,
                "{} of {name}: {}",
                Amount(units, alphabet),
                Text(&text)
            )
        }
        _ => {
            let what = match data.meaning.content {
                Content::Octets => "octets",
                _ => "octets of an alphabet that is not known here",
            };
            write!(words, "{} {what}", data.octets.len())
        }
    };
    words
}

fn units(alphabet: Alphabet, data: &UserData<'_>) -> usize {
    match alphabet.unit() {
        smpp_message::Unit::Word => data.octets.len() / 2,
        _ => data.octets.len(),
    }
}
