//! `address_range`: which addresses an ESME receives for.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};
use smpp_codec::pdu::Bind;
use smpp_codec::values::Address;

/// What a compiled expression may take: its author is the peer.
const EXPRESSION_OCTETS: usize = 64 * 1024;

/// The addresses that a bind asks for.
///
/// A plain text is one address, or what addresses begin with: peers mean one or the other, and the
/// exact one goes first. A text with any of `^ $ . * + ? [ ] ( ) | { } \` is a regular expression,
/// which may match anywhere in the address unless it is anchored. An empty range matches nothing.
#[derive(Debug)]
pub(crate) struct Range {
    ton: u8,
    npi: u8,
    pattern: Pattern,
}

enum Pattern {
    Nothing,
    Plain(Vec<u8>),
    Expression(Regex),
}

crate::redaction::opaque!(Pattern);

/// How well an address fits; the greatest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It begins as the range says; the longer the better.
    Prefix(usize),
    /// The expression matches.
    Expression,
    /// It is the address.
    Exact,
}

/// The range is an expression that cannot be compiled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unusable;

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("its address_range is no regular expression that can be used")
    }
}

impl Range {
    /// Reads the range of a bind request.
    pub(crate) fn new(bind: &Bind<'_>) -> Result<Self, Unusable> {
        Ok(Self {
            ton: bind.addr_ton.0,
            npi: bind.addr_npi.0,
            pattern: pattern(bind.address_range)?,
        })
    }

    /// How well an address fits; `None` if it does not.
    ///
    /// The type of number and the numbering plan count where both sides state one.
    pub(crate) fn fit(&self, address: &Address<'_>) -> Option<Fit> {
        let same = |one: u8, other: u8| one == other || one == 0 || other == 0;
        if !same(self.ton, address.ton.0) || !same(self.npi, address.npi.0) {
            return None;
        }
        let addr = address.addr.strip_prefix(b"+").unwrap_or(address.addr);
        match &self.pattern {
            Pattern::Nothing => None,
            Pattern::Plain(plain) if addr == plain => Some(Fit::Exact),
            Pattern::Plain(plain) => addr.starts_with(plain).then_some(Fit::Prefix(plain.len())),
            Pattern::Expression(expression) => {
                // Octets that are no text match nothing but what takes any character.
                let addr = String::from_utf8_lossy(addr);
                expression.is_match(&addr).then_some(Fit::Expression)
            }
        }
    }
}

fn pattern(range: &[u8]) -> Result<Pattern, Unusable> {
    // A number as people write it.
    let range = range.strip_prefix(b"+").unwrap_or(range);
    if range.is_empty() {
        return Ok(Pattern::Nothing);
    }
    if !range.iter().any(|octet| br"^$.*+?[](){}|\".contains(octet)) {
        return Ok(Pattern::Plain(range.to_vec()));
    }
    let expression = match range {
        // As in a file name: no expression, and seen.
        b"*" => String::from(".*"),
        _ => std::str::from_utf8(range)
            .map_err(|_| Unusable)?
            // Basic expressions escape what extended ones do not.
            .replace(r"\{", "{")
            .replace(r"\}", "}")
            .replace(r"\(", "(")
            .replace(r"\)", ")")
            .replace(r"\|", "|"),
    };
    RegexBuilder::new(&expression)
        .size_limit(EXPRESSION_OCTETS)
        .build()
        .map(Pattern::Expression)
        .map_err(|_| Unusable)
}

#[cfg(test)]
mod tests {
    use super::{Fit, Range};
    use smpp_codec::pdu::Bind;
    use smpp_codec::values::{Address, Npi, Ton};

    fn range(address_range: &[u8]) -> Option<Range> {
        Range::new(&Bind {
            address_range,
            ..Bind::default()
        })
        .ok()
    }

    fn fit(address_range: &str, addr: &str) -> Option<Fit> {
        range(address_range.as_bytes())
            .unwrap()
            .fit(&Address::international(addr.as_bytes()))
    }

    #[test]
    fn plain_text_is_an_address_or_what_it_begins_with() {
        assert_eq!(fit("1234", "1234"), Some(Fit::Exact));
        assert_eq!(fit("+1234", "+1234"), Some(Fit::Exact));
        assert_eq!(fit("1234", "12345"), Some(Fit::Prefix(4)));
        assert_eq!(fit("1234", "01234"), None);
        assert_eq!(fit("", "1234"), None);
        assert_eq!(fit("", ""), None);
        assert!(Fit::Exact > Fit::Expression && Fit::Expression > Fit::Prefix(40));
    }

    #[test]
    fn expressions_of_the_specification() {
        for (expression, yes, no) in [
            ("^1234", "12345", "01234"),
            ("5678$", "12345678", "56789"),
            ("^123456$", "123456", "1234567"),
            ("[13579]$", "1233", "1232"),
            ("^[^13]", "2", "3"),
            ("^44.*9$", "44129", "4412"),
            (r"^12\{2,3\}$", "122", "12"),
            (r"^\(12\|13\)", "12", "44"),
            ("^(12|13)", "135", "14"),
            ("12*3", "999122239", "14"),
        ] {
            assert_eq!(fit(expression, yes), Some(Fit::Expression), "{expression}");
            assert_eq!(fit(expression, no), None, "{expression}");
        }
        assert_eq!(fit("*", "anything"), Some(Fit::Expression));
    }

    #[test]
    fn what_cannot_be_compiled_is_refused_and_costs_nothing() {
        for bad in ["[", "(", "a**{", r"((a{99}){99}){99}", "\\"] {
            assert!(range(bad.as_bytes()).is_none(), "{bad}");
        }
        assert!(range(b"^\xff").is_none());
    }

    #[test]
    fn types_count_where_both_are_stated() {
        let bind = Bind {
            addr_ton: Ton::INTERNATIONAL,
            addr_npi: Npi::ISDN,
            address_range: b"44",
            ..Bind::default()
        };
        let range = Range::new(&bind).unwrap();
        assert!(range.fit(&Address::international(b"44")).is_some());
        assert!(range.fit(&Address::unknown(b"44")).is_some());
        assert!(range.fit(&Address::short_code(b"44")).is_none());
    }
}
