//! A response's body, which may not be there.

use super::{Context, Fault, Parsed};
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance};
use crate::error::Kind;
use crate::field;
use crate::tlv::tile;

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

/// Whether these octets, in the place of a response's body, are read as a body that is absent.
///
/// Encoding asks this of the TLVs that it is to write without a body.
pub(crate) fn reads_absent<'a, T>(
    octets: &'a [u8],
    dialect: Dialect,
    status: CommandStatus,
    fields: impl Fn(&'a [u8], &mut Context<'_>) -> Parsed<'a, T>,
) -> bool {
    let mut silent = |_| ();
    let mut cx = Context::new(dialect, octets.len(), &mut silent);
    cx.begin(status);
    matches!(has_body(octets, &mut cx, fields), Ok(false))
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
    use super::tile;
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
        assert!(tile(&memory[16..octets]));
        for version in [Version::V3_3, Version::V3_4, Version::V5_0] {
            let dialect = Dialect::TOLERANT.with_version(version);
            assert_eq!(Pdu::decode(&memory[..octets], dialect), Ok(pdu));
        }
        // A list without the entry that it should have is whole too.
        let body = QueryMsgDetailsResp {
            service_type: Some(b"9"),
            ..QueryMsgDetailsResp::default()
        };
        let pdu = Pdu::new(1, body).with_status(CommandStatus::ESME_RTHROTTLED);
        let mut memory_3_3 = [0; 64];
        let dialect = Dialect::TOLERANT.with_version(Version::V3_3);
        let octets_3_3 = pdu.encode(dialect, &mut memory_3_3.as_mut_slice());
        assert_eq!(
            Pdu::decode(&memory_3_3[..octets_3_3.unwrap()], dialect),
            Ok(pdu)
        );
        // 3.3 has no TLVs, and a strict reading says just that.
        let strict = Pdu::decode(
            &memory[..octets],
            Dialect::STRICT.with_version(Version::V3_3),
        );
        assert_eq!(strict.map_err(|error| error.offset()), Err(19));
    }
}
