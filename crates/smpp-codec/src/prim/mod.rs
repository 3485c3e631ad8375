//! The primitives that every decoder is composed of: nom functions, inlined, that take a field.
//!
//! Each is `(input, cx, field, …) -> IResult<(rest, value)>` and never answers `Incomplete`: a
//! frame is whole before it is decoded. They are written here rather than taken from nom because
//! nom's own cost three times as much without link-time optimisation: its slice methods are not
//! inlined across crates.

mod body;
mod context;
pub(crate) mod size;

pub(crate) use self::body::{has_body, reads_absent};
pub use self::context::BodyEnding;
pub(crate) use self::context::{Context, Fault, Limit, Parsed, fault};
use crate::dialect::Tolerance;
use crate::error::Kind;
use crate::field::{self, AddressFields, Field};
use crate::nul_search::find_nul;
// Compound fields that live with their PDU, under the names that `pdu!` looks for here.
pub(crate) use crate::pdu::compound::{list, message_details};
use crate::values::Address;

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
    let found = find_nul(input, limit.in_version(cx.dialect.version))
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
            cx.ending = BodyEnding::Omitted;
        }
        nom::Err::Error(Fault {
            kind: Kind::Unterminated,
            ..
        }) => {
            cx.deviate(input, Tolerance::UNTERMINATED, field, Kind::Unterminated)?;
            if input.len() >= limit.in_version(cx.dialect.version) {
                cx.deviate(input, Tolerance::TOO_LONG, field, Kind::TooLong)?;
            }
            cx.ending = BodyEnding::Unterminated;
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
    if length > limit.in_version(cx.dialect.version) {
        cx.deviate(input, Tolerance::TOO_LONG, &field::SM_LENGTH, Kind::TooLong)?;
    }
    cx.short_message = length != 0;
    Ok((rest, value))
}
