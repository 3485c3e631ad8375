//! What is unusual about a header. Decoding and encoding ask the same.

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::dialect::{Tolerance, Version};
use crate::error::Kind;
use crate::field::{self, Field};
use crate::header::{Header, MAX_SEQUENCE_NUMBER};

/// Whether [`departures`] finds anything. With a constant `command_id`, three comparisons.
#[inline(always)]
pub(super) const fn is_unusual(header: &Header, version: Version) -> bool {
    !exists(header.command_id, version) || has_unusual_status(header) || has_unusual_number(header)
}

#[inline(always)]
const fn has_unusual_status(header: &Header) -> bool {
    !header.command_id.is_response() && header.command_status.0 != CommandStatus::ESME_ROK.0
}

#[inline(always)]
const fn has_unusual_number(header: &Header) -> bool {
    let number = header.sequence_number;
    number > MAX_SEQUENCE_NUMBER
        || (number == 0 && header.command_id.0 != CommandId::GENERIC_NACK.0)
}

pub(super) type Departure = (u32, Tolerance, &'static Field, Kind);

/// What is unusual about a header, with its offset and the flag that accepts it.
pub(super) fn departures(
    header: &Header,
    version: Version,
) -> impl Iterator<Item = Departure> + use<> {
    let other = !exists(header.command_id, version);
    let status = has_unusual_status(header);
    let sequence = has_unusual_number(header);
    [
        other.then_some((
            4,
            Tolerance::COMMAND_VERSION,
            &field::COMMAND_ID,
            Kind::NotAllowed,
        )),
        status.then_some((
            8,
            Tolerance::REQUEST_STATUS,
            &field::COMMAND_STATUS,
            Kind::Value,
        )),
        sequence.then_some((
            12,
            Tolerance::SEQUENCE_NUMBER,
            &field::SEQUENCE_NUMBER,
            Kind::Value,
        )),
    ]
    .into_iter()
    .flatten()
}

/// Whether a version has this operation; of an unknown id nobody can tell.
#[inline(always)]
const fn exists(id: CommandId, version: Version) -> bool {
    match id.versions() {
        Some((first, last)) => first as u8 <= version as u8 && version as u8 <= last as u8,
        None => true,
    }
}

/// Whether a PDU is an error response, which need not have what a successful one has.
#[inline(always)]
pub(crate) const fn has_error_status(id: CommandId, status: CommandStatus) -> bool {
    id.is_response() && status.0 != CommandStatus::ESME_ROK.0
}
