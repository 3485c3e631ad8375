//! The ways in which this crate writes an open value.

/// Defines a transparent integer with named values, as the specifications list them.
///
/// Every value of the integer is kept: an unknown one prints as its number. That is what lets a
/// value survive a round trip, and what lets a vendor name its own in its own crate.
///
/// `between { … }` names the values of a range that have no constant.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident($int:ty) {
            $($(#[$value_meta:meta])* $CONST:ident = $value:literal, $text:literal;)*
        }
        $(between { $($range:pat => $range_text:literal;)* })?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(transparent)]
        #[allow(clippy::exhaustive_structs, reason = "an open value is its integer, for ever")]
        pub struct $Name(pub $int);

        impl $Name {
            $($(#[$value_meta])* pub const $CONST: Self = Self($value);)*

            /// Every value that has a name, in ascending order.
            pub const KNOWN: &[Self] = &[$(Self($value)),*];

            /// The name that the specification has for this value.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($text),)*
                    $($($range => Some($range_text),)*)?
                    _ => None,
                }
            }
        }

        impl core::fmt::Display for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some(name) => f.pad(name),
                    None => write!(f, "{:#x}", self.0),
                }
            }
        }

        impl core::fmt::Debug for $Name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(self, f)
            }
        }

        impl From<$int> for $Name {
            #[inline]
            fn from(value: $int) -> Self {
                Self(value)
            }
        }

        impl From<$Name> for $int {
            #[inline]
            fn from(value: $Name) -> Self {
                value.0
            }
        }
    };
}

/// Defines a view of octets that have a head of a fixed layout and a tail of any length.
///
/// A view never fails to read what has a length that it may have. It is built in room that the
/// caller lends, head and tail one behind the other as they go on the wire.
macro_rules! octets_view {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident<'a>($name:literal, $least:literal..=$most:literal);
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $Name<'a>(&'a [u8]);

        impl<'a> $Name<'a> {
            /// The most octets that it can have, and those that building one needs.
            pub const MAX_OCTETS: usize = $most;

            /// Takes octets for one; `None` if so few or so many cannot be one.
            #[must_use]
            pub const fn new(octets: &'a [u8]) -> Option<Self> {
                match octets.len() {
                    $least..=$most => Some(Self(octets)),
                    _ => None,
                }
            }

            /// The octets, as they are on the wire.
            #[must_use]
            pub const fn as_octets(&self) -> &'a [u8] {
                self.0
            }

            /// Writes head and tail into `room`.
            fn build_in<const N: usize>(
                room: &'a mut [u8; $most],
                head: [u8; N],
                tail: &[u8],
            ) -> Result<Self, crate::EncodeError> {
                let octets = N.saturating_add(tail.len());
                match room.get_mut(..octets) {
                    Some(room) if octets >= $least => {
                        for (to, from) in room.iter_mut().zip(head.iter().chain(tail)) {
                            *to = *from;
                        }
                        Ok(Self(room))
                    }
                    Some(_) => Err(crate::EncodeError::named(crate::Kind::Length, $name, octets)),
                    None => Err(crate::EncodeError::named(crate::Kind::TooLong, $name, octets)),
                }
            }

            /// An octet of the head; 0 if it is not there, which a view does not let happen.
            const fn head(&self, at: usize) -> u8 {
                match self.tail(at).first() {
                    Some(octet) => *octet,
                    None => 0,
                }
            }

            /// What is behind a head of so many octets.
            const fn tail(&self, head: usize) -> &'a [u8] {
                match self.0.split_at_checked(head) {
                    Some((_, tail)) => tail,
                    None => &[],
                }
            }
        }

        impl crate::tlv::TlvValue for $Name<'_> {
            type Value<'v> = $Name<'v>;

            const SHAPE: crate::tlv::Shape = crate::tlv::Shape::Octets;

            fn allows(octets: usize) -> bool {
                matches!(octets, $least..=$most)
            }

            fn decode(octets: &[u8]) -> Option<$Name<'_>> {
                $Name::new(octets)
            }

            fn encode<'v>(value: Self::Value<'v>) -> crate::tlv::TlvOctets<'v> {
                crate::tlv::TlvOctets::from_octets(value.0)
            }
        }
    };
}

/// Makes a structure of at most four octets the value of a TLV: it has `from_octets` and
/// `to_octets`, which are each other's inverse.
macro_rules! octets_value {
    ($Name:ident, $octets:literal) => {
        impl crate::tlv::TlvValue for $Name {
            type Value<'v> = Self;

            const SHAPE: crate::tlv::Shape = crate::tlv::Shape::Octets;

            fn allows(octets: usize) -> bool {
                octets == $octets
            }

            fn decode(octets: &[u8]) -> Option<Self> {
                octets.try_into().ok().map(Self::from_octets)
            }

            fn encode<'v>(value: Self::Value<'v>) -> crate::tlv::TlvOctets<'v> {
                crate::tlv::TlvOctets::from_array(value.to_octets())
            }
        }
    };
}
