//! What is usual about TLVs: decoding, measuring and writing ask the same rules.

use super::iter::split;
use super::{Form, HEADER, Tlvs};
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{EncodeError, Kind};
use crate::field;
use crate::nul_search::has_nul;
use crate::prim::{BodyEnding, Context, Fault, Parsed};
use crate::tlv::MESSAGE_PAYLOAD;
use crate::tlv::key::Tlv;
use crate::tlv::spec::Spec;
use crate::tlv::tag::TlvTag;
use crate::tlv::value::{Octets, Shape};

/// Whether a PDU has TLVs at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlvUse {
    /// Any may be there.
    Defined,
    /// The specification lists none for this PDU.
    Undefined,
}

/// What is unusual about octets behind the last whole TLV.
pub(super) const fn tail(octets: &[u8]) -> Option<(Tolerance, Kind)> {
    match octets.len() {
        0 => None,
        1..HEADER => Some((Tolerance::TRAILING_OCTETS, Kind::Trailing)),
        _ => Some((Tolerance::TLV_OVERRUN, Kind::Overrun)),
    }
}

/// What decides whether a TLV is as the specification has it. Decoding and encoding ask the same
/// rules, so that each accepts what the other does.
pub(super) struct Rules {
    version: Version,
    defined: TlvUse,
    short_message: bool,
    /// The marks of a [`Spec`] that make a TLV a departure here.
    departing: u8,
}

impl Rules {
    pub(super) const fn new(dialect: Dialect, defined: TlvUse, short_message: bool) -> Self {
        let mut departing = match (dialect.version, defined) {
            (Version::V3_3, _) | (_, TlvUse::Undefined) => Spec::ANY,
            (Version::V3_4, TlvUse::Defined) => Spec::V5_0,
            (Version::V5_0, TlvUse::Defined) => 0,
        };
        if short_message {
            departing |= Spec::PAYLOAD;
        }
        Self {
            version: dialect.version,
            defined,
            short_message,
            departing,
        }
    }

    /// Whether a TLV is as it should be: one look at the table decides nearly all. Where it says
    /// no, [`departures`](Self::departures) says what is unusual, or that nothing is.
    #[inline(always)]
    pub(super) fn are_kept(&self, tag: TlvTag, value: &[u8], nul: &[u8]) -> bool {
        let spec = Spec::of(tag);
        let octets = value.len().saturating_add(nul.len());
        let string = match (spec.is_string(), nul.is_empty()) {
            (true, true) => is_c_string(value),
            // A NUL will be added: there must be none yet.
            (_, false) => !has_nul(value),
            (false, true) => true,
        };
        string && spec.allows(octets, self.departing)
    }

    /// How many octets the value of a TLV to send has, if it may be sent.
    #[inline(always)]
    pub(super) fn count(&self, tlv: &Tlv<'_>, tolerance: Tolerance) -> Result<usize, EncodeError> {
        let (value, nul) = match &tlv.value().0 {
            Octets::Integer(_, octets) => {
                let octets = usize::from(*octets);
                let spec = Spec::of(tlv.checked());
                if !spec.is_string() && spec.allows(octets, self.departing) {
                    return Ok(octets);
                }
                tlv.value().pieces()
            }
            Octets::Slice(value) => (*value, &[][..]),
            Octets::CString(value) => (*value, &[0][..]),
        };
        if !self.are_kept(tlv.checked(), value, nul) {
            self.refuse_tlv(tlv, tolerance)?;
        }
        Ok(value.len().saturating_add(nul.len()))
    }

    /// Everything that is unusual about one TLV, and the flag that accepts it.
    fn departures(
        &self,
        tag: TlvTag,
        value: &[u8],
        nul: &[u8],
    ) -> impl Iterator<Item = (Tolerance, Kind)> + use<> {
        let octets = value.len().saturating_add(nul.len());
        let newer = tag.is_newer(octets, self.version);
        let not_allowed = self.version == Version::V3_3
            || self.defined == TlvUse::Undefined
            || (newer && tag.since() > Some(self.version));
        let length = tag.allows(octets) == Some(false) || (newer && !not_allowed);
        let unterminated =
            tag.shape() == Some(Shape::CString) && nul.is_empty() && !is_c_string(value);
        let conflict = self.short_message && tag == MESSAGE_PAYLOAD.tag();
        [
            not_allowed.then_some((Tolerance::TLV_NOT_ALLOWED, Kind::NotAllowed)),
            length.then_some((Tolerance::TLV_LENGTH, Kind::Length)),
            unterminated.then_some((Tolerance::TLV_STRING, Kind::Unterminated)),
            conflict.then_some((Tolerance::PAYLOAD_AND_SHORT_MESSAGE, Kind::Conflict)),
        ]
        .into_iter()
        .flatten()
    }

    /// Reports the departures of a decoded TLV, which begins at `input`.
    #[cold]
    #[inline(never)]
    fn report(
        &self,
        input: &[u8],
        cx: &mut Context<'_>,
        tag: TlvTag,
        value: &[u8],
    ) -> Result<(), nom::Err<Fault>> {
        for (flag, kind) in self.departures(tag, value, &[]) {
            cx.deviate(input, flag, tag.field(), kind)?;
        }
        Ok(())
    }

    /// Refuses a TLV to send that decoding would not give back under this tolerance, or whose key
    /// would not.
    #[cold]
    #[inline(never)]
    fn refuse_tlv(&self, tlv: &Tlv<'_>, tolerance: Tolerance) -> Result<(), EncodeError> {
        let (value, nul) = tlv.value().pieces();
        self.refuse((tlv.tag(), tlv.field_name()), value, nul, tolerance)?;
        if tlv.checked() == tlv.tag() {
            return Ok(());
        }
        let (name, octets) = (tlv.field_name(), tlv.value_len());
        Err(EncodeError::tlv(Kind::Length, name, tlv.tag(), octets))
    }

    /// Refuses a TLV that decoding would not give back under this tolerance.
    #[cold]
    #[inline(never)]
    pub(super) fn refuse(
        &self,
        (tag, name): (TlvTag, &'static str),
        value: &[u8],
        nul: &[u8],
        tolerance: Tolerance,
    ) -> Result<(), EncodeError> {
        let octets = value.len().saturating_add(nul.len());
        let refuse = |kind| Err(EncodeError::tlv(kind, name, tag, octets));
        if octets > usize::from(u16::MAX) {
            return refuse(Kind::TooLong);
        }
        if !nul.is_empty() && has_nul(value) {
            return refuse(Kind::EmbeddedNul);
        }
        for (flag, kind) in self.departures(tag, value, nul) {
            if !tolerance.contains(flag) {
                return refuse(kind);
            }
        }
        Ok(())
    }
}

/// Whether the one NUL is the last octet. Of no octets only the length is wrong.
#[inline(always)]
fn is_c_string(value: &[u8]) -> bool {
    match value {
        [before @ .., last] => *last == 0 && !has_nul(before),
        [] => true,
    }
}

/// Reads what follows the mandatory fields, to the end of the frame.
#[inline(always)]
pub(crate) fn tlvs<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    defined: TlvUse,
) -> Parsed<'a, Tlvs<'a>> {
    if input.is_empty() {
        let form = match cx.ending() {
            BodyEnding::Whole => Form::Wire(input),
            BodyEnding::Unterminated => Form::Unterminated(&[]),
            BodyEnding::Omitted => Form::Omitted(&[]),
        };
        return Ok((input, Tlvs(form)));
    }
    check(input, cx, defined)?;
    Ok((&[], Tlvs(Form::Wire(input))))
}

/// Whether octets to the end of the frame are TLVs, as far as the tolerance goes.
#[inline(never)]
fn check(input: &[u8], cx: &mut Context<'_>, defined: TlvUse) -> Result<(), nom::Err<Fault>> {
    let rules = Rules::new(cx.dialect(), defined, cx.has_short_message());
    let mut rest = input;
    while let Some((tag, value, after)) = split(rest) {
        if !rules.are_kept(tag, value, &[]) {
            rules.report(rest, cx, tag, value)?;
        }
        rest = after;
    }
    if let Some((flag, kind)) = tail(rest) {
        cx.deviate(rest, flag, &field::TLVS, kind)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
