//! A PDU to octets: checked and measured, then room is claimed, then filled.

use super::departures::{departures, is_unusual};
use super::{Fields, Unknown, Vendor};
use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::dialect::Dialect;
use crate::error::{EncodeError, Kind};
use crate::field;
use crate::header::{HEADER_OCTETS, Header};
use crate::prim::BodyEnding;
use crate::put::{Fill, Measure};
use crate::sink::Sink;

/// What encoding carries along, beside the body.
pub(super) struct Job<'s> {
    pub(super) dialect: Dialect,
    pub(super) command_status: CommandStatus,
    pub(super) sequence_number: u32,
    pub(super) sink: &'s mut dyn Sink,
}

impl Job<'_> {
    /// The header, checked but for its length.
    #[inline(always)]
    fn header(&self, command_id: CommandId) -> Result<Header, EncodeError> {
        let header = Header {
            command_length: 0,
            command_id,
            command_status: self.command_status,
            sequence_number: self.sequence_number,
        };
        if is_unusual(&header, self.dialect.version) {
            refuse(header, self.dialect)?;
        }
        Ok(header)
    }

    /// Room for a PDU of so many octets; the header is written.
    #[inline(always)]
    fn begin(
        &mut self,
        header: Header,
        octets: usize,
        ending: BodyEnding,
    ) -> Result<Fill<'_>, EncodeError> {
        let Ok(command_length) = u32::try_from(octets) else {
            return Err(EncodeError::new(
                Kind::TooLong,
                &field::COMMAND_LENGTH,
                octets,
            ));
        };
        let mut fill = Fill::new(self.sink.claim(octets)?, ending);
        let header = Header {
            command_length,
            ..header
        };
        fill.write_chunk(header.to_octets());
        Ok(fill)
    }
}

#[inline(always)]
pub(super) fn encode_frame<'a>(
    id: CommandId,
    body: &impl Fields<'a>,
    job: &mut Job<'_>,
) -> Result<usize, EncodeError> {
    let header = job.header(id)?;
    let ending = body.tlvs().ending();
    let mut measure = Measure::new(job.dialect, header.command_status, ending);
    body.put(&mut measure)?;
    measure.require(id, body.tlvs(), body.mandatory_tlvs())?;
    let octets = measure.encoded_len();
    let mut fill = job.begin(header, octets, ending)?;
    body.put(&mut fill)?;
    let left = fill.left();
    debug_assert_eq!(left, 0, "measured {octets} octets, {left} of them too many");
    Ok(octets)
}

/// Refuses an id that the specification lists: the body would be read back as another one.
fn refuse_known(id: CommandId) -> Result<(), EncodeError> {
    match id.name() {
        Some(_) => Err(EncodeError::new(Kind::Value, &field::COMMAND_ID, 4)),
        None => Ok(()),
    }
}

#[inline(never)]
pub(super) fn encode_vendor(body: &Vendor<'_>, job: &mut Job<'_>) -> Result<usize, EncodeError> {
    let header = job.header(body.command_id)?;
    refuse_known(body.command_id)?;
    let octets = body.measure(job.dialect)?.saturating_add(HEADER_OCTETS);
    let fill = job.begin(header, octets, BodyEnding::Whole)?;
    body.fill(fill);
    Ok(octets)
}

#[inline(never)]
pub(super) fn encode_unknown(body: &Unknown<'_>, job: &mut Job<'_>) -> Result<usize, EncodeError> {
    let header = job.header(body.command_id)?;
    refuse_known(body.command_id)?;
    let octets = body.octets.len().saturating_add(HEADER_OCTETS);
    let mut fill = job.begin(header, octets, BodyEnding::Whole)?;
    fill.write(body.octets);
    Ok(octets)
}

/// A sink of any kind as one that can be a trait object.
pub(super) struct Lent<'s, S: ?Sized>(pub(super) &'s mut S);

impl<S: Sink + ?Sized> Sink for Lent<'_, S> {
    #[inline]
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        self.0.claim(octets)
    }
}

/// A sink that notes how much room it is asked for, and lends none.
pub(super) struct Measured(pub(super) Option<usize>);

impl Sink for Measured {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        self.0 = Some(octets);
        Err(EncodeError::no_room(octets))
    }
}

/// Refuses a header that decoding would not accept in this dialect.
#[cold]
#[inline(never)]
fn refuse(header: Header, dialect: Dialect) -> Result<(), EncodeError> {
    for (_, flag, field, kind) in departures(&header, dialect.version) {
        if !dialect.tolerance.contains(flag) {
            return Err(EncodeError::new(kind, field, 4));
        }
    }
    Ok(())
}
