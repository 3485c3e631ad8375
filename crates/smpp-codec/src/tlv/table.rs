//! The shape of the table in `keys.rs`.

/// Defines each TLV once: its key, its name, its lengths, its version and its type.
macro_rules! tlvs {
    ($(
        $(#[$meta:meta])*
        $KEY:ident: $Type:ty = $tag:literal, $name:literal, ($lengths:pat), $since:ident;
    )*) => {
        $(
            $(#[$meta])*
            pub const $KEY: super::TlvKey<$Type> = super::TlvKey::standard(
                super::TlvTag($tag),
                $name,
                |octets| matches!(octets, $lengths),
            );
        )*

        /// What [`super::spec`] puts into its table.
        pub(super) const SPECS: &[super::spec::Spec] = &[$({
            // The first run of lengths that are right.
            let mut least = 0u8;
            while !matches!(least as usize, $lengths) {
                least += 1;
            }
            let mut most = least as u16;
            while most != u16::MAX && matches!(most as usize + 1, $lengths) {
                most += 1;
            }
            super::spec::Spec::new(
                $tag,
                least,
                most,
                crate::Version::$since,
                <$Type as super::value::TlvValue>::SHAPE,
                matches!($name.as_bytes(), b"message_payload"),
            )
        }),*];

        impl super::TlvTag {
            /// Every tag that SMPP 3.4 or 5.0 defines, in ascending order.
            pub const KNOWN: &[Self] = &[$(Self($tag)),*];

            /// The TLV's name in the specification; 5.0's where 3.4 has another.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($tag => Some($name),)*
                    _ => None,
                }
            }

            /// Whether the value may have so many octets; `None` for an unknown TLV.
            #[must_use]
            pub const fn allows(self, octets: usize) -> Option<bool> {
                Some(match self.0 {
                    $($tag => matches!(octets, $lengths),)*
                    _ => return None,
                })
            }

            /// The first version that defines it.
            #[must_use]
            pub const fn since(self) -> Option<crate::Version> {
                match self.0 {
                    $($tag => Some(crate::Version::$since),)*
                    _ => None,
                }
            }

            pub(crate) fn field(self) -> &'static crate::field::Field {
                use crate::field::Field;
                static UNKNOWN: Field = Field::tlv("tlv", super::TlvTag(0));
                match self.0 {
                    $($tag => {
                        static KNOWN: Field = Field::tlv($name, super::TlvTag($tag));
                        &KNOWN
                    })*
                    _ => &UNKNOWN,
                }
            }

            pub(crate) const fn shape(self) -> Option<super::value::Shape> {
                match self.0 {
                    $($tag => Some(<$Type as super::value::TlvValue>::SHAPE),)*
                    _ => None,
                }
            }

            /// What its type writes of what it reads; `None` if it does not read it.
            #[cfg(test)]
            pub(crate) fn rewritten(self, octets: &[u8]) -> Option<std::vec::Vec<u8>> {
                use super::value::TlvValue;
                match self.0 {
                    $($tag => {
                        let value = <$Type as TlvValue>::decode(octets)?;
                        Some(<$Type as TlvValue>::encode(value).iter().copied().collect())
                    })*
                    _ => None,
                }
            }

            /// The value that its type decodes, as JSON; `None` if it decodes none.
            #[cfg(all(test, feature = "serde"))]
            pub(crate) fn json(self, octets: &[u8]) -> Option<std::string::String> {
                match self.0 {
                    $($tag => {
                        let value = <$Type as super::value::TlvValue>::decode(octets)?;
                        serde_json::to_string(&value).ok()
                    })*
                    _ => None,
                }
            }

            /// The name of one of its values, where the specification has one.
            pub(crate) fn value_name(self, octets: &[u8]) -> Option<&'static str> {
                match self.0 {
                    $($tag => <$Type as super::value::TlvValue>::name(octets),)*
                    _ => None,
                }
            }
        }
    };
}
