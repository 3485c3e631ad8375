//! The one way this crate writes an open value.

/// Defines a transparent integer with named values, as the specifications list them.
///
/// Every value of the integer is kept: an unknown one prints as its number. That is what lets a
/// value survive a round trip, and what lets a vendor name its own in its own crate.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident($int:ty) {
            $($(#[$value_meta:meta])* $CONST:ident = $value:literal, $text:literal;)*
        }
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
