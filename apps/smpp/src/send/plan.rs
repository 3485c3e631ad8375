//! How a text becomes messages.

use std::fmt;

use smpp_codec::Version;
use smpp_codec::values::DataCoding;
use smpp_message::data_coding::{Content, Groups, Meaning, Peer};
use smpp_message::split::{Limits, Parts, SplitErrorKind, Splitter};
use smpp_message::{Alphabet, Composer};

use crate::failure::Failure;
use crate::show::{self, Amount};

/// A text with its alphabet, cut into parts.
#[derive(Clone)]
pub(crate) struct Plan<'a> {
    split: Splitter<'a>,
    alphabet: Alphabet,
    pub(crate) data_coding: DataCoding,
    why: String,
}

crate::redaction::opaque!(Plan<'_>);

impl<'a> Plan<'a> {
    /// Chooses the alphabet that takes the fewest parts, or the one of a `data_coding` that is
    /// asked for.
    pub(crate) fn new(
        text: &'a str,
        data_coding: Option<u8>,
        version: Version,
    ) -> Result<Self, Failure> {
        let mut peer = Peer::default();
        if version == Version::V3_3 {
            peer.groups = Groups::All;
        }
        match data_coding {
            Some(value) => Self::in_coding(text, DataCoding(value), &peer),
            None => Self::cheapest(text, peer),
        }
    }

    fn cheapest(text: &'a str, peer: Peer) -> Result<Self, Failure> {
        let mut composer = Composer::default();
        composer.peer = peer;
        let cannot = |why: &dyn fmt::Display| Failure::Usage(format!("--text: {why}"));
        let composed = composer.compose(text).map_err(|error| cannot(&error))?;
        Ok(Self {
            split: *composed.split(),
            alphabet: composed.alphabet(),
            data_coding: composed.data_coding(),
            why: composed.reason().to_string(),
        })
    }

    fn in_coding(text: &'a str, data_coding: DataCoding, peer: &Peer) -> Result<Self, Failure> {
        let meaning = Meaning::of(data_coding, peer);
        let alphabet = match meaning.content {
            Content::Text(alphabet) if !meaning.compressed => alphabet,
            _ => {
                let value = data_coding.0;
                return Err(Failure::Usage(format!(
                    "--data-coding {value} ({value:#04x}) stands for no text that can be written"
                )));
            }
        };
        let split = Splitter::from_text(text, alphabet, &Limits::default()).map_err(|error| {
            let name = show::alphabet(alphabet);
            Failure::Usage(match error.kind() {
                SplitErrorKind::Unrepresentable => {
                    let rest = text.get(error.position()..).unwrap_or_default();
                    let char = rest.chars().next().unwrap_or_default();
                    let char = char.escape_debug();
                    format!("--data-coding: {name} has no '{char}': leave the option out")
                }
                _ => format!("--text in {name}: {error}"),
            })
        })?;
        Ok(Self {
            split,
            alphabet,
            data_coding,
            why: "as asked for".into(),
        })
    }

    pub(crate) const fn parts(&self) -> u8 {
        self.split.parts()
    }

    pub(crate) const fn with_reference(&self, reference: u16) -> Parts<'a> {
        self.split.with_reference(reference)
    }
}

/// `text: 5 septets of GSM 7-bit in 1 part, data_coding 0x00, room for 155 more: the default …`
impl fmt::Display for Plan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (alphabet, parts) = (self.alphabet, self.parts());
        write!(
            f,
            "text: {} of {} in {parts} part{}, data_coding {:#04x}, room for {} more: {}",
            Amount(self.split.units(), alphabet),
            show::alphabet(alphabet),
            if parts == 1 { "" } else { "s" },
            self.data_coding.0,
            self.split.room(),
            self.why,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use smpp_codec::Version;

    fn plan(text: &str, data_coding: Option<u8>) -> Result<String, String> {
        let plan = Plan::new(text, data_coding, Version::V3_4);
        plan.map(|plan| plan.to_string())
            .map_err(|failure| failure.to_string())
    }

    #[test]
    fn it_says_what_it_did_and_why() {
        assert_eq!(
            plan("hello", None).unwrap(),
            "text: 5 septets of GSM 7-bit in 1 part, data_coding 0x00, room for 155 more: \
             the default alphabet has every character"
        );
        assert_eq!(
            plan("😀", None).unwrap(),
            "text: 2 16-bit units of UCS-2 in 1 part, data_coding 0x08, room for 68 more: \
             the default alphabet lacks the character at offset 0"
        );
        let turkish = plan(&"ş".repeat(100), None).unwrap();
        assert!(
            turkish.contains("GSM 7-bit, Turkish locking table in 1 part"),
            "{turkish}"
        );
        assert!(plan(&"x".repeat(600), None).unwrap().contains("in 4 parts"));
        assert!(
            plan("hello", Some(3))
                .unwrap()
                .contains("5 octets of Latin-1")
        );
    }

    #[test]
    fn what_cannot_be_sent_is_told() {
        let refused = plan("ş", Some(3)).unwrap_err();
        assert_eq!(
            refused,
            "--data-coding: Latin-1 has no 'ş': leave the option out"
        );
        assert!(
            plan("x", Some(4))
                .unwrap_err()
                .contains("stands for no text")
        );
        assert!(
            plan(&"x".repeat(255 * 153 + 1), None)
                .unwrap_err()
                .starts_with("--text: ")
        );
    }
}
