//! Fields that are strings, times, octets and addresses.

use std::fmt;

use arbitrary::{Result, Unstructured};
#[cfg(any(test, feature = "proptest"))]
use proptest::{collection::vec, prelude::*};
use smpp_codec::values::{Address, Npi, Ton};

use super::field::Field;
use super::lists::Lists;

/// Takes as many octets as the next one says: at most `most`, and at most those that are left.
fn take_octets<'a>(input: &mut Unstructured<'a>, most: usize) -> Result<&'a [u8]> {
    let octets = usize::from(u8::take(input)?) % (most + 1);
    input.bytes(octets.min(input.len()))
}

/// Writes octets behind their number, which is at most 255.
fn write_octets(octets: &[u8], input: &mut Vec<u8>) {
    input.push(u8::try_from(octets.len()).unwrap_or(u8::MAX));
    input.extend(octets);
}

/// Implements [`Field`] for a type that lends its octets, and is limited to `N` of them.
macro_rules! octets_field {
    ($Name:ident, $take:expr, $write:expr, $strategy:expr) => {
        impl<const N: usize> Field for $Name<N> {
            type Lent<'a> = &'a [u8];

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                Ok(Self(($take)(input, N)?.to_vec()))
            }

            fn write(&self, input: &mut Vec<u8>) {
                ($write)(&self.0, N, input);
            }

            fn lend<'a>(&'a self, _: &'a Lists<'a>) -> &'a [u8] {
                &self.0
            }

            fn copy_of(lent: &[u8]) -> Option<Self> {
                (lent.len() <= N).then(|| Self(lent.into()))
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                ($strategy)(N).prop_map(Self).boxed()
            }
        }

        impl<const N: usize> fmt::Debug for $Name<N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "b\"{}\"", self.0.escape_ascii())
            }
        }
    };
}

/// At most `N` octets of any value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Octets<const N: usize>(Vec<u8>);

octets_field!(
    Octets,
    take_octets,
    |octets: &[u8], _, input| write_octets(octets, input),
    |most| vec(any::<u8>(), 0..=most)
);

/// A C-octet string for a field of `N` octets, its NUL included.
///
/// One in 32 is one octet too long, and one in 256 may have a NUL inside.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CString<const N: usize>(Vec<u8>);

/// The first octet of a string of `N` octets, which is too long.
const TOO_LONG: u8 = 0xF8;
/// The first octet of a string that may have a NUL inside.
const WITH_NUL: u8 = 0xFF;

fn take_string<'a>(input: &mut Unstructured<'a>, most: usize) -> Result<&'a [u8]> {
    let kind = u8::take(input)?;
    let octets = take_octets(input, most - usize::from(kind < TOO_LONG))?;
    match std::ffi::CStr::from_bytes_until_nul(octets) {
        Ok(string) if kind != WITH_NUL => Ok(string.to_bytes()),
        _ => Ok(octets),
    }
}

octets_field!(
    CString,
    take_string,
    |octets: &[u8], most, input: &mut Vec<u8>| {
        input.push(match () {
            () if octets.contains(&0) => WITH_NUL,
            () if octets.len() == most => TOO_LONG,
            () => 0,
        });
        write_octets(octets, input);
    },
    |octets: usize| prop_oneof![
        // Digits first: a string shrinks to them.
        16 => vec(prop_oneof![2 => b'0'..=b'9', 1 => 1..=u8::MAX], 0..octets),
        1 => vec(any::<u8>(), 0..=octets),
    ]
);

/// A time: empty, valid, or any string.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Time(CString<17>);

/// The valid time that occurs.
const VALID: &[u8] = b"261123161500000+";

impl Field for Time {
    type Lent<'a> = &'a [u8];

    fn take(input: &mut Unstructured<'_>) -> Result<Self> {
        Ok(Self(match u8::take(input)? {
            0..0x80 => CString(Vec::new()),
            0x80..0xF0 => CString(VALID.to_vec()),
            _ => Field::take(input)?,
        }))
    }

    fn write(&self, input: &mut Vec<u8>) {
        match &*self.0.0 {
            [] => input.push(0),
            VALID => input.push(0x80),
            _ => {
                input.push(0xF0);
                self.0.write(input);
            }
        }
    }

    fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> &'a [u8] {
        self.0.lend(lists)
    }

    fn copy_of(lent: &[u8]) -> Option<Self> {
        Field::copy_of(lent).map(Self)
    }

    #[cfg(any(test, feature = "proptest"))]
    fn strategy() -> BoxedStrategy<Self> {
        let valid = "[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])(0[0-9]|1[0-9])[0-5][0-9][0-5][0-9][0-9][0-4][0-9][-+R]";
        prop_oneof![
            4 => Just(CString(Vec::new())),
            2 => valid.prop_map(|time| CString(time.into_bytes())),
            1 => CString::strategy(),
        ]
        .prop_map(Self)
        .boxed()
    }
}

/// An address in a field of `N` octets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AnyAddress<const N: usize> {
    ton: Ton,
    npi: Npi,
    addr: CString<N>,
}

impl<const N: usize> Field for AnyAddress<N> {
    type Lent<'a> = Address<'a>;

    fn take(input: &mut Unstructured<'_>) -> Result<Self> {
        Ok(Self {
            ton: Field::take(input)?,
            npi: Field::take(input)?,
            addr: Field::take(input)?,
        })
    }

    fn write(&self, input: &mut Vec<u8>) {
        self.ton.write(input);
        self.npi.write(input);
        self.addr.write(input);
    }

    fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> Address<'a> {
        Address::new(self.ton, self.npi, self.addr.lend(lists))
    }

    fn copy_of(lent: Address<'_>) -> Option<Self> {
        Some(Self {
            ton: lent.ton,
            npi: lent.npi,
            addr: Field::copy_of(lent.addr)?,
        })
    }

    #[cfg(any(test, feature = "proptest"))]
    fn strategy() -> BoxedStrategy<Self> {
        (Ton::strategy(), Npi::strategy(), CString::strategy())
            .prop_map(|(ton, npi, addr)| Self { ton, npi, addr })
            .boxed()
    }
}
