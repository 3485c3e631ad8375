//! Words for alphabets, units, kinds and reasons, for logs and for people.

use core::fmt;

use crate::alphabet::{Alphabet, Unit};
use crate::gsm7::Gsm7;
use crate::reassemble::{DropReason, Refusal};
use crate::receipt::ReceiptKind;
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
    fn reasons_are_words() {
        assert_eq!(DropReason::Age.to_string(), "a part did not come in time");
        assert_eq!(std::format!("{:>8}", Unit::Octet), "  octets");
        assert_eq!(ReceiptKind::Receipt.to_string(), "delivery receipt");
    }
}
