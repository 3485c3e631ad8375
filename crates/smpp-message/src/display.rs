//! Words for alphabets, units, kinds and reasons, for logs and for people.

use core::fmt;

use crate::alphabet::{Alphabet, Unit};
use crate::compose::{Latin1, National};
use crate::correlate::{Correlated, Discarded};
use crate::data_coding::{Content, Groups, MessageClass};
use crate::gsm7::Gsm7;
use crate::reassemble::{DropReason, Refusal};
use crate::receipt::{IdForm, ReceiptKind};
use crate::split::Method;

/// Writes the name, and the tables if they are not the default ones.
impl fmt::Display for Alphabet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, tables) = match *self {
            Self::Gsm7(tables) => ("GSM 7-bit", tables),
            Self::Gsm7Packed(tables) => ("GSM 7-bit, packed", tables),
            Self::Ia5 => ("IA5", Gsm7::DEFAULT),
            Self::Latin1 => ("Latin-1", Gsm7::DEFAULT),
            Self::Cyrillic => ("ISO 8859-5", Gsm7::DEFAULT),
            Self::Hebrew => ("ISO 8859-8", Gsm7::DEFAULT),
            Self::Ucs2 => ("UCS-2", Gsm7::DEFAULT),
            Self::Utf16 => ("UTF-16", Gsm7::DEFAULT),
            Self::Utf16Le => ("UTF-16, little-endian", Gsm7::DEFAULT),
            Self::Utf8 => ("UTF-8", Gsm7::DEFAULT),
        };
        if tables == Gsm7::DEFAULT {
            return f.pad(name);
        }
        let Gsm7 { locking, single } = tables;
        write!(f, "{name}, locking shift {locking}, single shift {single}")
    }
}

/// Implements `Display` with a word for each value.
macro_rules! words {
    ($($Type:ty { $($Value:ident => $word:literal,)+ })+) => {
        $(impl fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $(Self::$Value => $word,)+ })
            }
        })+
    };
}

words! {
    Unit {
        Septet => "septets",
        Octet => "octets",
        Word => "16-bit units",
    }
    Method {
        Udh8 => "header with a reference of 8 bits",
        Udh16 => "header with a reference of 16 bits",
        Sar => "sar TLVs",
        Payload => "message_payload",
    }
    ReceiptKind {
        Receipt => "delivery receipt",
        DeliveryAck => "delivery acknowledgement",
        UserAck => "user acknowledgement",
        Intermediate => "intermediate notification",
        Unmarked => "unmarked receipt",
    }
    National {
        Never => "no national tables",
        IfItSavesAPart => "national tables if they save a part",
        RatherThanUcs2 => "national tables rather than UCS-2",
    }
    Latin1 {
        Never => "no Latin-1",
        IfInGsm7 => "Latin-1 if GSM 7-bit has every character",
        IfNotInDefault => "Latin-1 if the default alphabet lacks a character",
    }
    Groups {
        Specified => "the values of SMPP 3.4 and 5.0",
        Practised => "GSM groups from 0x10 on",
        All => "GSM groups, as in SMPP 3.3",
    }
    Refusal {
        Invalid => "the part number is 0, or above the total",
        Address => "an address is longer than 64 octets",
        TooLarge => "the message is larger than the limits",
    }
    DropReason {
        Age => "a part did not come in time",
        Room => "another message needed its memory",
        Source => "its source has too many messages waiting",
        Reused => "a part came again with other content",
        TooLarge => "it grew larger than the limits",
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(alphabet) => alphabet.fmt(f),
            Self::Octets => f.pad("octets"),
            Self::Foreign(value) => write!(f, "text of data_coding {}", value.0),
            Self::Reserved(value) => write!(f, "reserved data_coding {}", value.0),
        }
    }
}

impl fmt::Display for MessageClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::FLASH => f.pad("class 0, flash"),
            Self::HANDSET => f.pad("class 1, handset"),
            Self::SIM => f.pad("class 2, SIM"),
            Self::TERMINAL => f.pad("class 3, terminal"),
            Self(other) => write!(f, "class {other}"),
        }
    }
}

impl fmt::Display for IdForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Same => "unchanged",
            Self::LowerCase => "lower case",
            Self::WithoutZeros => "without leading zeros",
            Self::Padded(width) => return write!(f, "zeros in front, up to {width} octets"),
            Self::DecimalToHex => "decimal to hexadecimal",
            Self::HexToDecimal => "hexadecimal to decimal",
        })
    }
}

/// Writes the kind of result, not the message or the receipt.
impl<M, R> fmt::Display for Correlated<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Matched(..) => f.pad("the receipt matches a message"),
            Self::Waiting(None) => f.pad("the receipt waits for its message"),
            Self::Waiting(Some(discarded)) => {
                write!(
                    f,
                    "the receipt waits for its message; discarded: {discarded}"
                )
            }
        }
    }
}

/// Writes the kind, not the message or the receipt.
impl<M, R> fmt::Display for Discarded<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Message(_) => "a message without its last receipt",
            Self::Receipt(_) => "a receipt without its message",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::*;
    use crate::gsm7::Language;

    #[test]
    fn alphabet_names_its_tables_unless_default() {
        assert_eq!(Alphabet::GSM7.to_string(), "GSM 7-bit");
        assert_eq!(Alphabet::Utf16.to_string(), "UTF-16");
        let mut tables = Gsm7::DEFAULT;
        tables.single = Language::TURKISH;
        let shown = Alphabet::Gsm7(tables).to_string();
        let single = Language::TURKISH;
        assert!(shown.starts_with("GSM 7-bit, locking shift "), "{shown}");
        assert!(
            shown.ends_with(&std::format!("single shift {single}")),
            "{shown}"
        );
    }

    #[test]
    fn results_and_kinds_are_words() {
        let waiting = Correlated::<(), _>::Waiting(Some(Discarded::Receipt(7)));
        assert_eq!(
            waiting.to_string(),
            "the receipt waits for its message; discarded: a receipt without its message"
        );
        assert_eq!(Content::Text(Alphabet::Latin1).to_string(), "Latin-1");
        assert_eq!(MessageClass::FLASH.to_string(), "class 0, flash");
        assert_eq!(MessageClass(9).to_string(), "class 9");
        let padded = IdForm::Padded(8).to_string();
        assert_eq!(padded, "zeros in front, up to 8 octets");
        assert_eq!(Latin1::Never.to_string(), "no Latin-1");
    }

    #[test]
    fn reasons_are_words() {
        assert_eq!(DropReason::Age.to_string(), "a part did not come in time");
        assert_eq!(std::format!("{:>8}", Unit::Octet), "  octets");
        assert_eq!(ReceiptKind::Receipt.to_string(), "delivery receipt");
    }
}
