//! A frame to a PDU: the header, the body, and what the body must have.

use super::departures::{departures, has_error_status, is_unusual};
use super::{Body, Fields, Pdu, Unknown};
use crate::command_id::CommandId;
use crate::dialect::Tolerance;
use crate::error::{DecodeError, Kind};
use crate::field;
use crate::header::{HEADER_OCTETS, Header};
use crate::prim::{Context, Fault};

/// Decodes a frame, whose `command_id` is `id` if that is known; `body` reads what follows the
/// header.
#[inline(always)]
pub(super) fn decode_frame<'a>(
    id: Option<CommandId>,
    frame: &'a [u8],
    cx: &mut Context<'_>,
    body: impl FnOnce(CommandId, &'a [u8], &mut Context<'_>) -> Result<Body<'a>, nom::Err<Fault>>,
) -> Result<Pdu<'a>, DecodeError> {
    let (Some(header), Some(input)) = (Header::decode(frame), frame.get(HEADER_OCTETS..)) else {
        return Err(DecodeError::new(Kind::Truncated, &field::COMMAND_LENGTH, 0));
    };
    // A constant, where the caller knows it: most of what follows is decided by it.
    let id = id.unwrap_or(header.command_id);
    let header = Header {
        command_id: id,
        ..header
    };
    if header.command_length as usize != frame.len() {
        return Err(DecodeError::new(Kind::Length, &field::COMMAND_LENGTH, 0));
    }
    if is_unusual(&header, cx.dialect().version) {
        report(frame, cx)?;
    }
    cx.begin(header.command_status);
    match body(id, input, cx) {
        Ok(body) => Ok(Pdu {
            command_status: header.command_status,
            sequence_number: header.sequence_number,
            body,
        }),
        Err(error) => Err(cx.error(error)),
    }
}

/// Asks a decoded body for the TLVs that it must have: they are missed where the PDU ends.
#[inline(always)]
pub(super) fn require<'a>(
    id: CommandId,
    body: &impl Fields<'a>,
    cx: &mut Context<'_>,
) -> Result<(), nom::Err<Fault>> {
    let mandatory = body.mandatory_tlvs();
    if mandatory.is_empty() || has_error_status(id, cx.status()) {
        return Ok(());
    }
    for tag in body.tlvs().missing(mandatory) {
        cx.deviate(&[], Tolerance::MISSING_TLV, tag.field(), Kind::Missing)?;
    }
    Ok(())
}

#[inline(never)]
pub(super) fn decode_unknown<'a>(
    frame: &'a [u8],
    cx: &mut Context<'_>,
) -> Result<Pdu<'a>, DecodeError> {
    decode_frame(None, frame, cx, |command_id, octets, _| {
        Ok(Body::Unknown(Unknown { command_id, octets }))
    })
}

/// Reports what is unusual about a header, or fails with it.
#[cold]
#[inline(never)]
fn report(frame: &[u8], cx: &mut Context<'_>) -> Result<(), DecodeError> {
    let header = Header::decode(frame).unwrap_or_default();
    for (offset, flag, field, kind) in departures(&header, cx.dialect().version) {
        cx.deviate_at(offset, flag, field, kind)?;
    }
    Ok(())
}
