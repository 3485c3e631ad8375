//! What is to be sent, measured and written.

use super::iter::split;
use super::rules::{Rules, tail};
use super::{Form, HEADER, TlvUse, Tlvs};
use crate::dialect::Dialect;
use crate::error::EncodeError;
use crate::field;
use crate::prim::BodyEnding;
use crate::put::Fill;
use crate::sink::Sink;
use crate::tlv::key::Tlv;
use crate::tlv::value::Octets;

impl Tlvs<'_> {
    /// Encodes the TLVs alone, without a PDU, and returns how many octets were written.
    ///
    /// ```
    /// use smpp_codec::Dialect;
    /// use smpp_codec::tlv::{self, Tlv, Tlvs};
    ///
    /// let list = [Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7)];
    /// let mut memory = [0; 16];
    /// let octets = Tlvs::from(&list).encode(Dialect::STRICT, &mut memory.as_mut_slice())?;
    /// assert_eq!(memory[..octets], [0x02, 0x04, 0, 2, 0, 7]);
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    ///
    /// # Errors
    /// An [`EncodeError`] with the name and the tag of the first TLV that decoding under this
    /// dialect would not accept, or the octets that the sink has no room for. Nothing was written.
    pub fn encode(
        &self,
        dialect: Dialect,
        sink: &mut (impl Sink + ?Sized),
    ) -> Result<usize, EncodeError> {
        let octets = self.encoded_len(dialect)?;
        self.fill(sink.claim(octets)?);
        Ok(octets)
    }

    /// The number of octets that [`encode`](Self::encode) writes.
    ///
    /// # Errors
    /// As [`encode`](Self::encode), except for want of room.
    pub fn encoded_len(&self, dialect: Dialect) -> Result<usize, EncodeError> {
        self.measure(dialect, TlvUse::Defined, false)
    }

    /// Checks what [`Fill`] will write, and counts it.
    #[inline(never)]
    pub(crate) fn measure(
        &self,
        dialect: Dialect,
        defined: TlvUse,
        short_message: bool,
    ) -> Result<usize, EncodeError> {
        let rules = Rules::new(dialect, defined, short_message);
        match self.0 {
            Form::Wire(octets) => {
                let mut rest = octets;
                while let Some((tag, value, after)) = split(rest) {
                    if !rules.are_kept(tag, value, &[]) {
                        rules.refuse((tag, tag.field().name()), value, &[], dialect.tolerance)?;
                    }
                    rest = after;
                }
                match tail(rest) {
                    Some((flag, kind)) if !dialect.tolerance.contains(flag) => {
                        Err(EncodeError::new(kind, &field::TLVS, rest.len()))
                    }
                    _ => Ok(octets.len()),
                }
            }
            Form::List(list) => {
                let mut sum = 0usize;
                for tlv in list {
                    let octets = rules.count(tlv, dialect.tolerance)?;
                    sum = sum.saturating_add(HEADER).saturating_add(octets);
                }
                Ok(sum)
            }
            Form::OlderWire(_) | Form::OlderList(_) => self.iter().try_fold(0usize, |sum, tlv| {
                let octets = rules.count(&tlv, dialect.tolerance)?;
                Ok(sum.saturating_add(HEADER).saturating_add(octets))
            }),
            Form::Unterminated(_) | Form::Omitted(_) => Ok(0),
        }
    }

    /// Writes them, and answers the room behind them.
    #[inline(never)]
    pub(crate) fn fill<'b>(&self, room: &'b mut [u8]) -> &'b mut [u8] {
        let mut out = Fill::new(room, BodyEnding::Whole);
        match self.0 {
            Form::Wire(octets) => out.write(octets),
            Form::List(list) => {
                for tlv in list {
                    fill_one(tlv, &mut out);
                }
            }
            Form::OlderWire(_) | Form::OlderList(_) => {
                for tlv in self.iter() {
                    fill_one(&tlv, &mut out);
                }
            }
            Form::Unterminated(_) | Form::Omitted(_) => {}
        }
        out.into_rest()
    }
}

/// Writes one TLV. What is small goes in one piece of a constant size: the ordinary TLV is an
/// octet behind its header.
#[inline(always)]
fn fill_one(tlv: &Tlv<'_>, out: &mut Fill<'_>) {
    let [t0, t1] = tlv.tag().0.to_be_bytes();
    // Measuring has refused what does not fit.
    let length = |octets| u16::try_from(octets).unwrap_or(u16::MAX).to_be_bytes();
    match tlv.value().0 {
        Octets::Integer([a, ..], 1) => out.write_chunk([t0, t1, 0, 1, a]),
        Octets::Integer([a, b, ..], 2) => out.write_chunk([t0, t1, 0, 2, a, b]),
        Octets::Integer([a, b, c, _], 3) => out.write_chunk([t0, t1, 0, 3, a, b, c]),
        Octets::Integer([a, b, c, d], _) => out.write_chunk([t0, t1, 0, 4, a, b, c, d]),
        Octets::Slice(value) => {
            let [l0, l1] = length(value.len());
            out.write_chunk([t0, t1, l0, l1]);
            out.write(value);
        }
        Octets::CString(value) => {
            let [l0, l1] = length(value.len().saturating_add(1));
            out.write_chunk([t0, t1, l0, l1]);
            out.write(value);
            out.write_chunk([0]);
        }
    }
}
