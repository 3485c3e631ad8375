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
/// A `response` may lack its body, so its first field is an `Option`.
macro_rules! pdu {
    (
        $(#[$meta:meta])*
        pub struct $Name:ident<'a>, tlvs $tlvs:ident $(, mandatory $mandatory:ident)? {
            $($(#[$field_meta:meta])* pub $field:ident: $Type:ty = $kind:ident($($arg:expr),*),)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq)]
        #[allow(clippy::exhaustive_structs, reason = "built by hand with struct update syntax")]
        pub struct $Name<'a> {
            $($(#[$field_meta])* pub $field: $Type,)*
            /// What follows the mandatory fields.
            pub tlvs: crate::tlv::Tlvs<'a>,
        }

        impl<'a> crate::pdu::Fields<'a> for $Name<'a> {
            #[inline(always)]
            fn decode(
                input: &'a [u8],
                cx: &mut crate::prim::Context<'_>,
            ) -> crate::prim::Parsed<'a, Self> {
                $(let (input, $field) = crate::prim::$kind(input, cx, $($arg),*)?;)*
                let (input, tlvs) = crate::tlv::tlvs(input, cx, crate::tlv::TlvUse::$tlvs)?;
                Ok((input, Self { $($field,)* tlvs }))
            }

            #[inline(always)]
            fn put<P: crate::put::Put>(&self, put: &mut P) -> Result<(), crate::EncodeError> {
                $(put.$kind(self.$field, $($arg),*)?;)*
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
    (
        $(#[$meta:meta])*
        pub struct $Name:ident<'a>, tlvs $tlvs:ident, response $(, mandatory $mandatory:ident)? {
            $(#[$first_meta:meta])*
            pub $first:ident: $First:ty = $first_kind:ident($($first_arg:expr),*),
            $($(#[$field_meta:meta])* pub $field:ident: $Type:ty = $kind:ident($($arg:expr),*),)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Default, PartialEq, Eq)]
        #[allow(clippy::exhaustive_structs, reason = "built by hand with struct update syntax")]
        pub struct $Name<'a> {
            $(#[$first_meta])*
            ///
            /// `None` if the response has no body, as error responses have none.
            pub $first: Option<$First>,
            $($(#[$field_meta])* pub $field: $Type,)*
            /// What follows the mandatory fields.
            pub tlvs: crate::tlv::Tlvs<'a>,
        }

        impl<'a> $Name<'a> {
            #[inline(always)]
            fn whole(
                input: &'a [u8],
                cx: &mut crate::prim::Context<'_>,
            ) -> crate::prim::Parsed<'a, Self> {
                let (input, $first) = crate::prim::$first_kind(input, cx, $($first_arg),*)?;
                $(let (input, $field) = crate::prim::$kind(input, cx, $($arg),*)?;)*
                let (input, tlvs) = crate::tlv::tlvs(input, cx, crate::tlv::TlvUse::$tlvs)?;
                Ok((input, Self { $first: Some($first), $($field,)* tlvs }))
            }
        }

        impl<'a> crate::pdu::Fields<'a> for $Name<'a> {
            #[inline(always)]
            fn decode(
                input: &'a [u8],
                cx: &mut crate::prim::Context<'_>,
            ) -> crate::prim::Parsed<'a, Self> {
                if crate::prim::has_body(input, cx, Self::whole)? {
                    return Self::whole(input, cx);
                }
                let (input, tlvs) = crate::tlv::tlvs(input, cx, crate::tlv::TlvUse::$tlvs)?;
                Ok((input, Self { tlvs, ..Self::default() }))
            }

            #[inline(always)]
            fn put<P: crate::put::Put>(&self, put: &mut P) -> Result<(), crate::EncodeError> {
                if let Some($first) = self.$first {
                    put.$first_kind($first, $($first_arg),*)?;
                    $(put.$kind(self.$field, $($arg),*)?;)*
                } else {
                    put.absent_body(&self.tlvs, |octets, dialect, status| {
                        let mut silent = |_| ();
                        let mut cx =
                            crate::prim::Context::new(dialect, octets.len(), &mut silent);
                        cx.begin(status);
                        matches!(crate::prim::has_body(octets, &mut cx, $Name::whole), Ok(false))
                    })?;
                    put.absent_fields(|absent| {
                        crate::put::Put::$first_kind(
                            absent, <$First>::default(), $($first_arg),*
                        )?;
                        $(crate::put::Put::$kind(absent, self.$field, $($arg),*)?;)*
                        Ok(())
                    })?;
                }
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
