//! The shape of a PDU's definition: its fields in wire order, once.

/// Defines a PDU body from its fields.
///
/// A line is `name: Type = primitive(arguments)`: decoding calls that function of
/// [`crate::prim`], encoding and showing the method of the same name of [`crate::put::Put`], both
/// with these arguments. What the expansion of `decode` does is what one would write by hand:
/// `let (input, name) = primitive(input, cx, arguments)?;` for each line.
///
/// `tlvs Defined` or `tlvs Undefined` says whether the specification gives the PDU any TLVs.
/// `mandatory function` names the function that says which of them a body must have.
///
/// A response may lack its body. The first field of such a response stands in `optional { }`, and
/// is an `Option`: `None` means that the body is absent.
macro_rules! pdu {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident<'a>, tlvs $tlvs:ident $(, mandatory $mandatory:ident)? {
            $(optional {
                $(#[$first_meta:meta])*
                pub $first:ident: $First:ty = $first_kind:ident($($first_arg:expr),*),
            })?
            $($(#[$field_meta:meta])* pub $field:ident: $Type:ty = $kind:ident($($arg:expr),*),)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq)]
        #[allow(clippy::exhaustive_structs, reason = "built by hand with struct update syntax")]
        pub struct $Name<'a> {
            $(
                $(#[$first_meta])*
                ///
                /// `None` if the response has no body, as error responses have none.
                pub $first: Option<$First>,
            )?
            $($(#[$field_meta])* pub $field: $Type,)*
            /// What follows the mandatory fields.
            pub tlvs: crate::tlv::Tlvs<'a>,
        }

        impl<'a> $Name<'a> {
            /// The greatest length of this PDU in octets: in any version, with its header and
            /// without TLVs.
            ///
            /// [`TOO_LONG`](crate::Tolerance::TOO_LONG) accepts longer fields than this counts.
            pub const MAX_OCTETS_WITHOUT_TLVS: usize = crate::prim::size::with_header(&[
                $(crate::prim::size::$first_kind($($first_arg),*),)?
                $(crate::prim::size::$kind($($arg),*),)*
            ]);

            /// The fields but an optional first one.
            #[allow(dead_code, reason = "asked of responses only")]
            const OTHERS: &'static [&'static str] = &[$(stringify!($field)),*];

            /// Decodes a body that is there.
            #[inline(always)]
            fn decode_fields(
                input: &'a [u8],
                cx: &mut crate::prim::Context<'_>,
            ) -> crate::prim::Parsed<'a, Self> {
                $(let (input, $first) = crate::prim::$first_kind(input, cx, $($first_arg),*)?;)?
                $(let (input, $field) = crate::prim::$kind(input, cx, $($arg),*)?;)*
                let (input, tlvs) = crate::tlv::tlvs(input, cx, crate::tlv::TlvUse::$tlvs)?;
                Ok((input, Self { $($first: Some($first),)? $($field,)* tlvs }))
            }

            /// Puts every mandatory field.
            #[allow(unused_variables, reason = "some bodies have no field")]
            #[inline(always)]
            fn put_fields<P: crate::put::Put>(&self, put: &mut P) -> Result<(), crate::EncodeError> {
                $(put.$first_kind(self.$first.unwrap_or_default(), $($first_arg),*)?;)?
                $(put.$kind(self.$field, $($arg),*)?;)*
                Ok(())
            }
        }

        impl<'a> crate::pdu::Fields<'a> for $Name<'a> {
            #[allow(clippy::needless_update, reason = "some responses have one field")]
            #[inline(always)]
            fn decode(
                input: &'a [u8],
                cx: &mut crate::prim::Context<'_>,
            ) -> crate::prim::Parsed<'a, Self> {
                $(
                    if !crate::prim::has_body(input, cx, Self::decode_fields)? {
                        let (input, tlvs) = crate::tlv::tlvs(input, cx, crate::tlv::TlvUse::$tlvs)?;
                        return Ok((input, Self { $first: None, tlvs, ..Self::default() }));
                    }
                )?
                Self::decode_fields(input, cx)
            }

            #[inline(always)]
            fn put<P: crate::put::Put>(&self, put: &mut P) -> Result<(), crate::EncodeError> {
                $(
                    if self.$first.is_none() {
                        // Any other field would be lost in silence.
                        let rest = Self { tlvs: crate::tlv::Tlvs::default(), ..*self };
                        let is_empty = Self::OTHERS.is_empty() || rest == Self::default();
                        put.absent_body(is_empty, &self.tlvs, |octets, dialect, status| {
                            crate::prim::reads_absent(octets, dialect, status, $Name::decode_fields)
                        })?;
                        put.absent_fields(|absent| self.put_fields(absent))?;
                        return put.tlvs(&self.tlvs, crate::tlv::TlvUse::$tlvs);
                    }
                )?
                self.put_fields(put)?;
                put.tlvs(&self.tlvs, crate::tlv::TlvUse::$tlvs)
            }

            #[inline(always)]
            fn tlvs(&self) -> &crate::tlv::Tlvs<'a> {
                &self.tlvs
            }

            $(
                #[inline(always)]
                fn mandatory_tlvs(&self) -> &'static [crate::tlv::TlvTag] {
                    $mandatory(self)
                }
            )?
        }

        impl core::fmt::Debug for $Name<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                crate::visit::debug(f, stringify!($Name), self)
            }
        }
    };
}
