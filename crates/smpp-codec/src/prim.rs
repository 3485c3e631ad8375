//! The primitives that every decoder is composed of: nom functions, inlined, that take a field.
//!
//! Each is `(input, cx, field, …) -> IResult<(rest, value)>` and never answers `Incomplete`: a
//! frame is whole before it is decoded. They are written here rather than taken from nom because
//! nom's own cost three times as much without link-time optimisation: its slice methods are not
//! inlined across crates.

use nom::IResult;
use nom::error::{ErrorKind, ParseError};

use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{DecodeError, Deviation, Kind};
use crate::field::{self, AddressFields, Field};
use crate::tlv::tile;
use crate::values::Address;

/// A fault as the primitives know it: how much of the frame was left, instead of an offset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    remaining: usize,
    field: &'static Field,
    kind: Kind,
}

impl Fault {
    pub(crate) const fn new(input: &[u8], field: &'static Field, kind: Kind) -> Self {
        Self {
            remaining: input.len(),
            field,
            kind,
        }
    }
}

impl ParseError<&[u8]> for Fault {
    fn from_error_kind(input: &[u8], _: ErrorKind) -> Self {
        Self::new(input, &field::BODY, Kind::Value)
    }

    fn append(_: &[u8], _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// What a primitive answers: the octets behind the field, and the field.
pub(crate) type Parsed<'a, T> = IResult<&'a [u8], T, Fault>;

#[cold]
#[inline(never)]
pub(crate) const fn fault<T>(
    input: &[u8],
    field: &'static Field,
    kind: Kind,
) -> Result<T, nom::Err<Fault>> {
    Err(nom::Err::Error(Fault::new(input, field, kind)))
}

/// How the mandatory part of a body ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ending {
    /// As the specification has it. The default.
    #[default]
    Whole,
    /// Its last C-octet string has no NUL and runs to the end of the PDU.
    Unterminated,
    /// Its last field is absent.
    Omitted,
}

/// The greatest size of a field in octets, a C-octet string's NUL included, by version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    v3_3: u16,
    v3_4: u16,
    v5_0: u16,
}

impl Limit {
    pub(crate) const fn all(octets: u16) -> Self {
        Self::by(octets, octets, octets)
    }

    pub(crate) const fn by(v3_3: u16, v3_4: u16, v5_0: u16) -> Self {
        Self { v3_3, v3_4, v5_0 }
    }

    #[inline(always)]
    pub(crate) const fn octets(self, version: Version) -> usize {
        (match version {
            Version::V3_3 => self.v3_3,
            Version::V3_4 => self.v3_4,
            Version::V5_0 => self.v5_0,
        }) as usize
    }
}

/// What decoding one frame carries along.
pub(crate) struct Context<'s> {
    dialect: Dialect,
    /// The frame's length, from which offsets are counted back.
    total: usize,
    status: CommandStatus,
    ending: Ending,
    /// Whether a `short_message` that is not empty was seen.
    short_message: bool,
    deviations: &'s mut dyn FnMut(Deviation),
}

impl<'s> Context<'s> {
    /// For a frame of `total` octets with status `ESME_ROK`; see [`begin`](Self::begin).
    #[inline(always)]
    pub(crate) fn new(
        dialect: Dialect,
        total: usize,
        deviations: &'s mut dyn FnMut(Deviation),
    ) -> Self {
        Self {
            dialect,
            total,
            status: CommandStatus::ESME_ROK,
            ending: Ending::Whole,
            short_message: false,
            deviations,
        }
    }

    /// Begins a body, of a PDU with this status.
    #[inline(always)]
    pub(crate) const fn begin(&mut self, status: CommandStatus) {
        self.status = status;
    }

    pub(crate) const fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) const fn status(&self) -> CommandStatus {
        self.status
    }

    pub(crate) const fn ending(&self) -> Ending {
        self.ending
    }

    pub(crate) const fn has_short_message(&self) -> bool {
        self.short_message
    }

    pub(crate) fn offset(&self, remaining: usize) -> u32 {
        u32::try_from(self.total.saturating_sub(remaining)).unwrap_or(u32::MAX)
    }

    #[cold]
    pub(crate) fn error(&self, error: nom::Err<Fault>) -> DecodeError {
        let fault = match error {
            nom::Err::Error(fault) | nom::Err::Failure(fault) => fault,
            // No primitive answers this; a body that ends early is the nearest truth.
            nom::Err::Incomplete(_) => Fault::new(&[], &field::BODY, Kind::Truncated),
        };
        DecodeError::new(fault.kind, fault.field, self.offset(fault.remaining))
    }

    /// Reports a departure that the tolerance accepts, or fails with it.
    #[cold]
    #[inline(never)]
    pub(crate) fn deviate(
        &mut self,
        input: &[u8],
        flag: Tolerance,
        field: &'static Field,
        kind: Kind,
    ) -> Result<(), nom::Err<Fault>> {
        if !self.dialect.tolerance.contains(flag) {
            return fault(input, field, kind);
        }
        let error = DecodeError::new(kind, field, self.offset(input.len()));
        (self.deviations)(Deviation(error));
        Ok(())
    }

    /// The same, at an octet of the header.
    #[cold]
    pub(crate) fn deviate_at(
        &mut self,
        offset: u32,
        flag: Tolerance,
        field: &'static Field,
        kind: Kind,
    ) -> Result<(), DecodeError> {
        let error = DecodeError::new(kind, field, offset);
        if !self.dialect.tolerance.contains(flag) {
            return Err(error);
        }
        (self.deviations)(Deviation(error));
        Ok(())
    }

    /// Whether `parse` would succeed with this tolerance; nothing is reported.
    #[cold]
    pub(crate) fn would<T>(
        &self,
        tolerance: Tolerance,
        parse: impl FnOnce(&mut Context<'_>) -> Result<T, nom::Err<Fault>>,
    ) -> bool {
        let mut silent = |_| ();
        let dialect = Dialect {
            tolerance,
            ..self.dialect
        };
        let mut cx = Context::new(dialect, self.total, &mut silent);
        cx.begin(self.status);
        parse(&mut cx).is_ok()
    }
}

/// One octet, as any type that is one.
#[inline(always)]
pub(crate) fn octet<'a, T: From<u8>>(
    input: &'a [u8],
    _: &mut Context<'_>,
    field: &'static Field,
) -> Parsed<'a, T> {
    match input.split_first() {
        Some((value, rest)) => Ok((rest, T::from(*value))),
        None => fault(input, field, Kind::Truncated),
    }
}

/// Four octets, big endian.
#[inline(always)]
pub(crate) fn integer4<'a, T: From<u32>>(
    input: &'a [u8],
    _: &mut Context<'_>,
    field: &'static Field,
) -> Parsed<'a, T> {
    match input.split_first_chunk() {
        Some((value, rest)) => Ok((rest, T::from(u32::from_be_bytes(*value)))),
        None => fault(input, field, Kind::Truncated),
    }
}

/// A set bit in every octet of a word that is 0, the first octet lowest; above the first such
/// octet, an octet of 1 may have one too.
#[inline(always)]
pub(crate) const fn zeros(word: [u8; 8]) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    let word = u64::from_le_bytes(word);
    word.wrapping_sub(LOW) & !word & HIGH
}

/// Where the first NUL stands among the first `limit` octets.
///
/// A word at a time: eight octets of an address cost one step, and there is no set-up to pay.
#[inline(always)]
fn find_nul(input: &[u8], limit: usize) -> Option<usize> {
    let mut rest = input;
    let mut position = 0usize;
    while let Some((word, after)) = rest.split_first_chunk() {
        let zeros = zeros(*word);
        if zeros != 0 {
            position = position.wrapping_add((zeros.trailing_zeros() / 8) as usize);
            return (position < limit).then_some(position);
        }
        position = position.wrapping_add(8);
        if position >= limit {
            return None;
        }
        rest = after;
    }
    if let Some(word) = input.last_chunk() {
        // What is left is the end of the last word, before which there is no NUL.
        let left = u32::try_from(rest.len()).unwrap_or(0);
        let seen = u64::BITS.wrapping_sub(left.wrapping_mul(8));
        let zeros = zeros(*word).checked_shr(seen).unwrap_or(0);
        position = position.wrapping_add((zeros.trailing_zeros() / 8) as usize);
        return (zeros != 0 && position < limit).then_some(position);
    }
    for octet in rest {
        if *octet == 0 {
            return (position < limit).then_some(position);
        }
        position = position.wrapping_add(1);
    }
    None
}

/// A C-octet string of at most `limit` octets with its NUL; the value is without it.
#[inline(always)]
pub(crate) fn c_octets<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    field: &'static Field,
    limit: Limit,
) -> Parsed<'a, &'a [u8]> {
    // Most strings of SMPP are empty.
    if let [0, rest @ ..] = input {
        return Ok((rest, &[]));
    }
    let found = find_nul(input, limit.octets(cx.dialect.version))
        .and_then(|length| input.split_at_checked(length));
    if let Some((value, [_, rest @ ..])) = found {
        return Ok((rest, value));
    }
    long_c_octets(input, cx, field)
}

/// A C-octet string without a NUL where one must be.
#[cold]
#[inline(never)]
fn long_c_octets<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    field: &'static Field,
) -> Parsed<'a, &'a [u8]> {
    if input.is_empty() {
        return fault(input, field, Kind::Truncated);
    }
    let found = find_nul(input, usize::MAX).and_then(|length| input.split_at_checked(length));
    let Some((value, [_, rest @ ..])) = found else {
        return fault(input, field, Kind::Unterminated);
    };
    cx.deviate(input, Tolerance::TOO_LONG, field, Kind::TooLong)?;
    Ok((rest, value))
}

/// The last mandatory C-octet string of a body: real peers omit its NUL, or the whole field.
#[inline(always)]
pub(crate) fn last_c_octets<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    field: &'static Field,
    limit: Limit,
) -> Parsed<'a, &'a [u8]> {
    match c_octets(input, cx, field, limit) {
        Ok(parsed) => Ok(parsed),
        Err(error) => unfinished(input, cx, field, limit, error),
    }
}

#[cold]
#[inline(never)]
fn unfinished<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    field: &'static Field,
    limit: Limit,
    error: nom::Err<Fault>,
) -> Parsed<'a, &'a [u8]> {
    match error {
        nom::Err::Error(Fault {
            kind: Kind::Truncated,
            ..
        }) => {
            cx.deviate(input, Tolerance::OMITTED_FIELD, field, Kind::Missing)?;
            cx.ending = Ending::Omitted;
        }
        nom::Err::Error(Fault {
            kind: Kind::Unterminated,
            ..
        }) => {
            cx.deviate(input, Tolerance::UNTERMINATED, field, Kind::Unterminated)?;
            if input.len() >= limit.octets(cx.dialect.version) {
                cx.deviate(input, Tolerance::TOO_LONG, field, Kind::TooLong)?;
            }
            cx.ending = Ending::Unterminated;
        }
        other => return Err(other),
    }
    // The value is what is left, and nothing is left behind it.
    let (value, rest) = input.split_at_checked(input.len()).unwrap_or((input, &[]));
    Ok((rest, value))
}

/// A time: a C-octet string that is empty or 16 characters long.
#[inline(always)]
pub(crate) fn time<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    field: &'static Field,
) -> Parsed<'a, &'a [u8]> {
    let (rest, value) = c_octets(input, cx, field, Limit::all(17))?;
    if !is_time_length(field, value.len()) {
        cx.deviate(input, Tolerance::TIME_LENGTH, field, Kind::Length)?;
    }
    Ok((rest, value))
}

/// Whether a time may have so many characters. What the message centre reports may lack the zone
/// in SMPP 3.3 and 3.4.
pub(crate) fn is_time_length(field: &'static Field, octets: usize) -> bool {
    octets == 0 || octets == 16 || (octets == 12 && core::ptr::eq(field, &field::FINAL_DATE))
}

/// Type of number, numbering plan, address.
#[inline(always)]
pub(crate) fn address<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    fields: &'static AddressFields,
    limit: Limit,
) -> Parsed<'a, Address<'a>> {
    let (input, ton) = octet(input, cx, fields.ton)?;
    let (input, npi) = octet(input, cx, fields.npi)?;
    let (input, addr) = c_octets(input, cx, fields.addr, limit)?;
    Ok((input, Address { ton, npi, addr }))
}

/// An address that ends the mandatory part.
#[inline(always)]
pub(crate) fn last_address<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    fields: &'static AddressFields,
    limit: Limit,
) -> Parsed<'a, Address<'a>> {
    let (input, ton) = octet(input, cx, fields.ton)?;
    let (input, npi) = octet(input, cx, fields.npi)?;
    let (input, addr) = last_c_octets(input, cx, fields.addr, limit)?;
    Ok((input, Address { ton, npi, addr }))
}

/// The greatest `short_message`, by version.
pub(crate) const SHORT_MESSAGE: Limit = Limit::by(160, 254, 255);

/// `sm_length` and as many octets.
#[inline(always)]
pub(crate) fn short_message<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    limit: Limit,
) -> Parsed<'a, &'a [u8]> {
    let Some((length, after)) = input.split_first() else {
        return fault(input, &field::SM_LENGTH, Kind::Truncated);
    };
    let length = usize::from(*length);
    let Some((value, rest)) = after.split_at_checked(length) else {
        return fault(input, &field::SM_LENGTH, Kind::Overrun);
    };
    if length > limit.octets(cx.dialect.version) {
        cx.deviate(input, Tolerance::TOO_LONG, &field::SM_LENGTH, Kind::TooLong)?;
    }
    cx.short_message = length != 0;
    Ok((rest, value))
}

// Compound fields that live with their PDU, under the names that `pdu!` looks for here.
pub(crate) use crate::pdu::compound::{list, message_details};

/// Whether a response has its body, which `fields` reads.
///
/// An error response has none, or all of it, or a NUL, or TLVs where the body should be; which of
/// these it is shows only when one has tried.
#[inline(always)]
pub(crate) fn has_body<'a, T>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    fields: impl Fn(&'a [u8], &mut Context<'_>) -> Parsed<'a, T>,
) -> Result<bool, nom::Err<Fault>> {
    if cx.status == CommandStatus::ESME_ROK && !input.is_empty() {
        return Ok(true);
    }
    has_unusual_body(input, cx, fields)
}

#[cold]
#[inline(never)]
fn has_unusual_body<'a, T>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    fields: impl Fn(&'a [u8], &mut Context<'_>) -> Parsed<'a, T>,
) -> Result<bool, nom::Err<Fault>> {
    let body = &field::BODY;
    if input.is_empty() {
        if cx.status == CommandStatus::ESME_ROK {
            cx.deviate(input, Tolerance::OMITTED_BODY, body, Kind::Missing)?;
        }
        return Ok(false);
    }
    // What an encoder writes is whole, whatever else is unusual about it, and is read as such: in
    // every tolerance, so that what one reports as a deviation is what another fails with.
    const WHOLE: Tolerance = Tolerance::COMMON
        .without(Tolerance::UNTERMINATED)
        .without(Tolerance::TRAILING_OCTETS)
        .without(Tolerance::TLV_OVERRUN);
    if cx.would(WHOLE, |cx| fields(input, cx)) {
        return Ok(true);
    }
    let tolerance = cx.dialect.tolerance;
    let readable = cx.would(tolerance, |cx| fields(input, cx));
    if !tile(input) && (readable || !tolerance.contains(Tolerance::ERROR_BODY)) {
        return Ok(true);
    }
    cx.deviate(input, Tolerance::ERROR_BODY, body, Kind::Missing)?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::find_nul;
    use crate::pdu::{QueryMsgDetailsResp, SubmitSmResp};
    use crate::tlv::{Tlv, TlvTag};
    use crate::{CommandStatus, Dialect, Pdu, Version};

    #[test]
    fn a_body_with_tlvs_that_tiles_without_one_too_is_a_body() {
        // A message_id and a TLV of 17 octets; or one TLV of 20, the tag of the other its length.
        let list = [Tlv::raw(TlvTag(0x1400), &[1; 17])];
        let body = SubmitSmResp {
            message_id: Some(b"\xed\xed"),
            tlvs: (&list).into(),
        };
        let pdu = Pdu::new(1, body).with_status(CommandStatus::ESME_RTHROTTLED);
        let mut memory = [0; 64];
        let octets = pdu.encode(Dialect::TOLERANT, &mut memory.as_mut_slice());
        let octets = octets.unwrap();
        assert!(super::tile(&memory[16..octets]));
        for version in [Version::V3_3, Version::V3_4, Version::V5_0] {
            let dialect = Dialect::TOLERANT.version(version);
            assert_eq!(Pdu::decode(&memory[..octets], dialect), Ok(pdu));
        }
        // A list without the entry that it should have is whole too.
        let body = QueryMsgDetailsResp {
            service_type: Some(b"9"),
            ..QueryMsgDetailsResp::default()
        };
        let pdu = Pdu::new(1, body).with_status(CommandStatus::ESME_RTHROTTLED);
        let mut memory_3_3 = [0; 64];
        let dialect = Dialect::TOLERANT.version(Version::V3_3);
        let octets_3_3 = pdu.encode(dialect, &mut memory_3_3.as_mut_slice());
        assert_eq!(
            Pdu::decode(&memory_3_3[..octets_3_3.unwrap()], dialect),
            Ok(pdu)
        );
        // 3.3 has no TLVs, and a strict reading says just that.
        let strict = Pdu::decode(&memory[..octets], Dialect::STRICT.version(Version::V3_3));
        assert_eq!(strict.map_err(|error| error.offset()), Err(19));
    }

    #[test]
    fn find_nul_agrees_with_a_plain_search_for_every_position_and_limit() {
        let mut octets = [0xFFu8; 40];
        for length in 0..octets.len() {
            for nul in 0..=length {
                octets.fill(0xFF);
                // 0x01 and 0x80 are the octets that a careless word search takes for NUL.
                for (i, octet) in octets.iter_mut().enumerate() {
                    *octet = [0x01, 0x80, 0xFF][i % 3];
                }
                if nul < length {
                    octets[nul] = 0;
                }
                for limit in 0..length + 2 {
                    let input = &octets[..length];
                    let plain = input.iter().take(limit).position(|octet| *octet == 0);
                    assert_eq!(find_nul(input, limit), plain, "{length} {nul} {limit}");
                }
            }
        }
    }
}
