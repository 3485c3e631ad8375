//! TLVs that are decoded without a PDU.

use super::{TlvUse, Tlvs, tlvs};
use crate::dialect::Dialect;
use crate::error::{DecodeError, Deviation};
use crate::prim::Context;

impl<'a> Tlvs<'a> {
    /// Decodes TLVs that stand alone: octets from the first tag to the end of the last value.
    ///
    /// The rules are those of a PDU that has TLVs. Offsets count from the first octet.
    ///
    /// ```
    /// use smpp_codec::tlv::{self, Tlvs};
    /// use smpp_codec::{Dialect, Kind};
    ///
    /// let octets = [0x02, 0x04, 0, 2, 0, 7, 0x02, 0x0E, 0, 1, 3];
    /// let tlvs = Tlvs::decode(&octets, Dialect::STRICT)?;
    /// assert_eq!(tlvs.get(tlv::USER_MESSAGE_REFERENCE), Ok(Some(7)));
    ///
    /// // A length of 2 for sar_total_segments.
    /// let wrong = [0x02, 0x04, 0, 2, 0, 7, 0x02, 0x0E, 0, 2, 3, 3];
    /// let error = Tlvs::decode(&wrong, Dialect::STRICT).unwrap_err();
    /// assert_eq!((error.field(), error.offset()), ("sar_total_segments", 6));
    /// assert_eq!(error.kind(), Kind::Length);
    /// # Ok::<(), smpp_codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    /// A [`DecodeError`] with the name, the tag and the offset of the first TLV that the dialect
    /// does not accept.
    pub fn decode(octets: &'a [u8], dialect: Dialect) -> Result<Self, DecodeError> {
        Self::decode_with(octets, dialect, &mut |_| ())
    }

    /// Decodes TLVs that stand alone, and reports each departure that the dialect accepts.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_with(
        octets: &'a [u8],
        dialect: Dialect,
        deviations: &mut dyn FnMut(Deviation),
    ) -> Result<Self, DecodeError> {
        let mut cx = Context::new(dialect, octets.len(), deviations);
        match tlvs(octets, &mut cx, TlvUse::Defined) {
            Ok((_, tlvs)) => Ok(tlvs),
            Err(error) => Err(cx.error(error)),
        }
    }
}
