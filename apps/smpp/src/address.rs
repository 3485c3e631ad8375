//! Addresses that are kept, and as people type them.

use std::fmt;
use std::str::FromStr;

use smpp_codec::values::{Address, Npi, Ton};

use crate::show::Party;

/// The most octets of an address in a message PDU, its NUL left out.
const MOST: usize = 20;

/// An address that owns its octets.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct OwnedAddress {
    ton: Ton,
    npi: Npi,
    addr: Vec<u8>,
}

crate::redaction::opaque!(OwnedAddress);

impl OwnedAddress {
    pub(crate) fn as_address(&self) -> Address<'_> {
        Address::new(self.ton, self.npi, &self.addr)
    }
}

impl From<Address<'_>> for OwnedAddress {
    fn from(address: Address<'_>) -> Self {
        Self {
            ton: address.ton,
            npi: address.npi,
            addr: address.addr.to_vec(),
        }
    }
}

impl fmt::Display for OwnedAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Party(self.as_address()).fmt(f)
    }
}

/// Digits with or without a `+` are an international number; a text with a letter in it is
/// alphanumeric; anything else is written `TON:NPI:ADDRESS`.
impl FromStr for OwnedAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let fields = (!digits.is_empty())
            .then_some(digits)
            .filter(|digits| digits.bytes().all(|octet| octet.is_ascii_digit()));
        let address = if let Some(digits) = fields {
            Address::international(digits.as_bytes())
        } else if let Some((ton, npi, addr)) = explicit(text) {
            Address::new(Ton(ton), Npi(npi), addr.as_bytes())
        } else if text.bytes().any(|octet| octet.is_ascii_alphabetic()) {
            Address::alphanumeric(text.as_bytes())
        } else {
            return Err(
                "neither a number, nor a name with a letter in it, nor TON:NPI:ADDRESS".into(),
            );
        };
        if address.addr.len() > MOST {
            return Err(format!("longer than {MOST} octets"));
        }
        if !address.addr.is_ascii() || address.addr.contains(&0) {
            return Err("only ASCII characters, and no NUL, go into an address".into());
        }
        Ok(address.into())
    }
}

fn explicit(text: &str) -> Option<(u8, u8, &str)> {
    let (ton, rest) = text.split_once(':')?;
    let (npi, addr) = rest.split_once(':')?;
    Some((ton.parse().ok()?, npi.parse().ok()?, addr))
}

#[cfg(test)]
mod tests {
    use super::OwnedAddress;
    use smpp_codec::values::{Address, Npi, Ton};

    #[test]
    fn what_people_type() {
        for (typed, address) in [
            ("447700900123", Address::international(b"447700900123")),
            ("+447700900123", Address::international(b"447700900123")),
            ("BANK", Address::alphanumeric(b"BANK")),
            ("My Bank 24", Address::alphanumeric(b"My Bank 24")),
            ("3:0:1234", Address::new(Ton(3), Npi(0), b"1234")),
            ("5:0:a:b", Address::alphanumeric(b"a:b")),
            ("0:0:", Address::default()),
        ] {
            let parsed: OwnedAddress = typed.parse().unwrap();
            assert_eq!(parsed.as_address(), address, "{typed}");
            // What is shown can be typed again.
            let again: OwnedAddress = parsed.to_string().parse().unwrap();
            assert_eq!(again, parsed, "{typed}");
        }
        for bad in ["", "+", "12 34", "999:0:1", "Ünlü", "123456789012345678901"] {
            assert!(bad.parse::<OwnedAddress>().is_err(), "{bad}");
        }
    }
}
