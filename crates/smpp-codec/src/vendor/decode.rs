//! The primitives that decode the fields of a vendor's PDU.

use crate::dialect::Dialect;
use crate::error::{DecodeError, Deviation, Kind};
use crate::field::{self, Field};
use crate::header::HEADER_OCTETS;
use crate::pdu::Unknown;
use crate::prim::{self, Context, Limit, Parsed, fault};
use crate::tlv::{self, TlvUse, Tlvs};

/// Decodes the fields of a vendor's PDU one by one, in wire order; see [`Unknown::decode`].
///
/// Each method takes a field off the front. An error has the name of the field, its offset in the
/// frame, and the status that answers it.
pub struct FieldDecoder<'a, 'c> {
    rest: &'a [u8],
    cx: Context<'c>,
}

impl<'a> FieldDecoder<'a, '_> {
    fn take<T>(
        &mut self,
        parse: impl FnOnce(&'a [u8], &mut Context<'_>) -> Parsed<'a, T>,
    ) -> Result<T, DecodeError> {
        match parse(self.rest, &mut self.cx) {
            Ok((rest, value)) => {
                self.rest = rest;
                Ok(value)
            }
            Err(error) => Err(self.cx.error(error)),
        }
    }

    /// Decodes an integer of one octet.
    ///
    /// # Errors
    /// [`Kind::Truncated`] if the PDU ends before it.
    pub fn integer1(&mut self, field: &'static Field) -> Result<u8, DecodeError> {
        self.take(|input, cx| prim::octet(input, cx, field))
    }

    /// Decodes an integer of two octets, big endian.
    ///
    /// # Errors
    /// [`Kind::Truncated`] if the PDU ends within it.
    pub fn integer2(&mut self, field: &'static Field) -> Result<u16, DecodeError> {
        self.take(|input, _| match input.split_first_chunk() {
            Some((value, rest)) => Ok((rest, u16::from_be_bytes(*value))),
            None => fault(input, field, Kind::Truncated),
        })
    }

    /// Decodes an integer of four octets, big endian.
    ///
    /// # Errors
    /// [`Kind::Truncated`] if the PDU ends within it.
    pub fn integer4(&mut self, field: &'static Field) -> Result<u32, DecodeError> {
        self.take(|input, cx| prim::integer4(input, cx, field))
    }

    /// Decodes a C-octet string of at most `max` octets with its NUL; the value is without it.
    ///
    /// # Errors
    /// [`Kind::Unterminated`] if it has no NUL, [`Kind::TooLong`] if it is too long and the dialect
    /// does not accept that, [`Kind::Truncated`] if the PDU ends before it.
    pub fn c_octets(&mut self, field: &'static Field, max: u16) -> Result<&'a [u8], DecodeError> {
        self.take(|input, cx| prim::c_octets(input, cx, field, Limit::all(max)))
    }

    /// Decodes an octet string of this length, which a field before it has told.
    ///
    /// # Errors
    /// [`Kind::Overrun`] if the PDU has fewer octets left.
    pub fn octet_string(
        &mut self,
        field: &'static Field,
        octets: usize,
    ) -> Result<&'a [u8], DecodeError> {
        self.take(|input, _| match input.split_at_checked(octets) {
            Some((value, rest)) => Ok((rest, value)),
            None => fault(input, field, Kind::Overrun),
        })
    }

    /// Decodes the rest of the PDU as TLVs.
    ///
    /// # Errors
    /// As [`Tlvs::decode`], but offsets count from the frame's first octet.
    pub fn tlvs(&mut self) -> Result<Tlvs<'a>, DecodeError> {
        self.take(|input, cx| tlv::tlvs(input, cx, TlvUse::Defined))
    }

    /// The octets that are not decoded yet.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl core::fmt::Debug for FieldDecoder<'_, '_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "FieldDecoder(<{} octets>)", self.rest.len())
    }
}

impl<'a> Unknown<'a> {
    /// Decodes the body of a vendor's PDU, of which `fields` takes each field in wire order.
    ///
    /// The example of [`vendor`](crate::vendor) uses it.
    ///
    /// # Errors
    /// The first error of `fields`, or [`Kind::Trailing`] if it leaves octets.
    pub fn decode<T>(
        &self,
        dialect: Dialect,
        fields: impl FnOnce(&mut FieldDecoder<'a, '_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.decode_with(dialect, &mut |_| (), fields)
    }

    /// The same, and reports each departure that the dialect accepts.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_with<T>(
        &self,
        dialect: Dialect,
        deviations: &mut dyn FnMut(Deviation),
        fields: impl FnOnce(&mut FieldDecoder<'a, '_>) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        // Offsets count from the header, which precedes these octets.
        let total = self.octets.len().saturating_add(HEADER_OCTETS);
        let mut decoder = FieldDecoder {
            rest: self.octets,
            cx: Context::new(dialect, total, deviations),
        };
        let value = fields(&mut decoder)?;
        decoder.take(|input, _| match input {
            [] => Ok((input, ())),
            _ => fault(input, &field::BODY, Kind::Trailing),
        })?;
        Ok(value)
    }
}
