//! What a field of a PDU can do, and the fields that are integers.

use std::fmt::Debug;

use arbitrary::{Result, Unstructured};
#[cfg(any(test, feature = "proptest"))]
use proptest::prelude::*;
use smpp_codec::values::{
    AddrSubunit, AlertOnMessageDelivery, DataCoding, EsmClass, InterfaceVersion, MessageState, Npi,
    PriorityFlag, ProtocolId, RegisteredDelivery, ReplaceIfPresentFlag, Ton,
};
use smpp_codec::{CommandId, CommandStatus};

use super::lists::Lists;

/// An owned value that lends the codec's view of it.
///
/// [`take`](Self::take) and [`write`](Self::write) are inverse: what one writes, the other reads.
pub(crate) trait Field: Clone + Debug + PartialEq {
    /// The codec's type.
    type Lent<'a>
    where
        Self: 'a;

    /// Makes a value from the octets of a fuzzer; from zeros at their end.
    fn take(input: &mut Unstructured<'_>) -> Result<Self>;

    /// Appends the octets from which `take` makes this value.
    fn write(&self, input: &mut Vec<u8>);

    /// Adds the entries of this value, if it is a list.
    fn collect<'a>(&'a self, _: &mut Lists<'a>) {}

    /// Lends the value. The entries of a list are in `lists`.
    fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> Self::Lent<'a>;

    /// Copies a value of the codec; `None` if it is too large.
    fn copy_of(lent: Self::Lent<'_>) -> Option<Self>;

    /// Returns a strategy whose values shrink.
    #[cfg(any(test, feature = "proptest"))]
    fn strategy() -> BoxedStrategy<Self>;
}

/// Implements [`Field`] for a type that is an integer of one octet.
macro_rules! octets {
    ($($Type:ty: $new:expr, $octet:expr;)*) => {$(
        impl Field for $Type {
            type Lent<'a> = Self;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                input.arbitrary().map($new)
            }

            fn write(&self, input: &mut Vec<u8>) {
                input.push($octet(*self));
            }

            fn lend<'a>(&'a self, _: &'a Lists<'a>) -> Self {
                *self
            }

            fn copy_of(lent: Self) -> Option<Self> {
                Some(lent)
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                any::<u8>().prop_map($new).boxed()
            }
        }
    )*};
    ($($Type:ident)*) => { octets! { $($Type: $Type, |value: $Type| value.0;)* } };
}

octets! { u8: std::convert::identity::<u8>, std::convert::identity::<u8>; }
octets! {
    AddrSubunit AlertOnMessageDelivery DataCoding EsmClass InterfaceVersion MessageState Npi
    PriorityFlag ProtocolId RegisteredDelivery ReplaceIfPresentFlag Ton
}

/// Implements [`Field`] for a type that is an integer of more than one octet.
macro_rules! integers {
    ($($Type:ty: $int:ty, $new:expr, $int_of:expr;)*) => {$(
        impl Field for $Type {
            type Lent<'a> = Self;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                input.arbitrary::<$int>().map($new)
            }

            fn write(&self, input: &mut Vec<u8>) {
                input.extend($int_of(*self).to_le_bytes());
            }

            fn lend<'a>(&'a self, _: &'a Lists<'a>) -> Self {
                *self
            }

            fn copy_of(lent: Self) -> Option<Self> {
                Some(lent)
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                any::<$int>().prop_map($new).boxed()
            }
        }
    )*};
}

integers! {
    u16: u16, std::convert::identity, std::convert::identity::<u16>;
    u32: u32, std::convert::identity, std::convert::identity::<u32>;
    CommandId: u32, CommandId, |id: CommandId| id.0;
}

/// Half of all statuses are `ESME_ROK`, most others have a name.
impl Field for CommandStatus {
    type Lent<'a> = Self;

    fn take(input: &mut Unstructured<'_>) -> Result<Self> {
        Ok(Self(match u8::take(input)? {
            0..0x80 => 0,
            octet @ 0x80..0xFF => u32::from(octet) - 0x7F,
            0xFF => u32::take(input)?,
        }))
    }

    fn write(&self, input: &mut Vec<u8>) {
        match u8::try_from(self.0) {
            Ok(0) => input.push(0),
            Ok(octet @ 1..0x80) => input.push(octet + 0x7F),
            _ => {
                input.push(0xFF);
                self.0.write(input);
            }
        }
    }

    fn lend<'a>(&'a self, _: &'a Lists<'a>) -> Self {
        *self
    }

    fn copy_of(lent: Self) -> Option<Self> {
        Some(lent)
    }

    #[cfg(any(test, feature = "proptest"))]
    fn strategy() -> BoxedStrategy<Self> {
        prop_oneof![4 => Just(0), 2 => 1..0x100_u32, 1 => any::<u32>()]
            .prop_map(Self)
            .boxed()
    }
}

/// The first field of a response, which may have no body.
impl<F: Field + 'static> Field for Option<F> {
    type Lent<'a> = Option<F::Lent<'a>>;

    fn take(input: &mut Unstructured<'_>) -> Result<Self> {
        match u8::take(input)? & 3 {
            0 => Ok(None),
            _ => F::take(input).map(Some),
        }
    }

    fn write(&self, input: &mut Vec<u8>) {
        input.push(self.is_some().into());
        if let Some(value) = self {
            value.write(input);
        }
    }

    fn collect<'a>(&'a self, lists: &mut Lists<'a>) {
        if let Some(value) = self {
            value.collect(lists);
        }
    }

    fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> Option<F::Lent<'a>> {
        self.as_ref().map(|value| value.lend(lists))
    }

    fn copy_of(lent: Option<F::Lent<'_>>) -> Option<Self> {
        match lent {
            None => Some(None),
            Some(value) => F::copy_of(value).map(Some),
        }
    }

    #[cfg(any(test, feature = "proptest"))]
    fn strategy() -> BoxedStrategy<Self> {
        proptest::option::weighted(0.75, F::strategy()).boxed()
    }
}
