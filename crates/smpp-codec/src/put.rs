//! Encoding: one body per type, run over three kinds of `Put`.
//!
//! [`Measure`] checks and counts, [`Fill`] writes, and [`crate::visit`] shows. Because all three
//! run the same body, a length cannot differ from what is written, nor a printout from either.

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{EncodeError, Kind};
use crate::field::{self, AddressFields, Field};
use crate::header::HEADER_OCTETS;
use crate::pdu::compound::{Count, put_list, put_message_details};
use crate::pdu::{List, ListEntry, MessageDetails, has_error_status};
use crate::prim::{Ending, Limit, is_time_length, zeros};
use crate::tlv::{TlvTag, TlvUse, Tlvs};
use crate::values::Address;
use crate::visit::Absent;

/// Something that takes the fields of a body in wire order.
///
/// The provided methods are the compound fields; their names are those of the primitives in
/// [`crate::prim`], so that one list of fields serves both directions.
pub(crate) trait Put {
    /// One octet.
    fn octet_value(&mut self, field: &'static Field, value: u8);

    /// Four octets.
    fn integer4_value(&mut self, field: &'static Field, value: u32);

    /// A C-octet string; `nul` is false where the peer left it out.
    fn string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        limit: Limit,
        nul: bool,
    ) -> Result<(), EncodeError>;

    /// Octets whose number stands before them.
    fn octets(
        &mut self,
        field: &'static Field,
        value: &[u8],
        limit: Limit,
    ) -> Result<(), EncodeError>;

    /// What follows the mandatory part.
    fn tlvs(&mut self, tlvs: &Tlvs<'_>, defined: TlvUse) -> Result<(), EncodeError>;

    /// A check that only measuring makes; `flag` accepts what is not good.
    fn check(
        &mut self,
        field: &'static Field,
        flag: Option<Tolerance>,
        kind: Kind,
        octets: usize,
        good: impl FnOnce(Dialect, CommandStatus) -> bool,
    ) -> Result<(), EncodeError>;

    /// How the mandatory part of the body is to end.
    fn ending(&self) -> Ending;

    /// An entry of a list begins.
    fn entry(&mut self) {}

    /// A list of so many entries follows.
    fn begin_list(&mut self, _count: &'static Field, _entries: u8) {}

    /// The list's entries have been put.
    fn end_list(&mut self) {}

    /// A field that the body leaves out.
    fn absent(&mut self, field: &'static Field);

    /// The fields of a body that a response leaves out; only [`crate::visit`] names them.
    #[inline(always)]
    fn absent_fields(
        &mut self,
        _fields: impl FnOnce(&mut Absent<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        Ok(())
    }

    #[inline(always)]
    fn octet(&mut self, value: impl Into<u8>, field: &'static Field) -> Result<(), EncodeError> {
        self.octet_value(field, value.into());
        Ok(())
    }

    #[inline(always)]
    fn integer4(
        &mut self,
        value: impl Into<u32>,
        field: &'static Field,
    ) -> Result<(), EncodeError> {
        self.integer4_value(field, value.into());
        Ok(())
    }

    #[inline(always)]
    fn c_octets(
        &mut self,
        value: &[u8],
        field: &'static Field,
        limit: Limit,
    ) -> Result<(), EncodeError> {
        self.string(field, value, limit, true)
    }

    #[inline(always)]
    fn last_c_octets(
        &mut self,
        value: &[u8],
        field: &'static Field,
        limit: Limit,
    ) -> Result<(), EncodeError> {
        match self.ending() {
            Ending::Whole => self.string(field, value, limit, true),
            _ => self.unfinished(value, field, limit),
        }
    }

    /// The last string of a body that lacks its NUL, or is not there.
    #[inline(always)]
    fn unfinished(
        &mut self,
        value: &[u8],
        field: &'static Field,
        limit: Limit,
    ) -> Result<(), EncodeError> {
        put_unfinished(self, value, field, limit)
    }

    #[inline(always)]
    fn time(&mut self, value: &[u8], field: &'static Field) -> Result<(), EncodeError> {
        let (flag, octets) = (Tolerance::TIME_LENGTH, value.len());
        self.check(field, Some(flag), Kind::Length, octets, |_, _| {
            is_time_length(field, octets)
        })?;
        self.string(field, value, Limit::all(17), true)
    }

    #[inline(always)]
    fn address(
        &mut self,
        value: Address<'_>,
        fields: &'static AddressFields,
        limit: Limit,
    ) -> Result<(), EncodeError> {
        self.octet(value.ton, fields.ton)?;
        self.octet(value.npi, fields.npi)?;
        self.c_octets(value.addr, fields.addr, limit)
    }

    #[inline(always)]
    fn last_address(
        &mut self,
        value: Address<'_>,
        fields: &'static AddressFields,
        limit: Limit,
    ) -> Result<(), EncodeError> {
        self.octet(value.ton, fields.ton)?;
        self.octet(value.npi, fields.npi)?;
        self.last_c_octets(value.addr, fields.addr, limit)
    }

    fn list<'a, E: ListEntry<'a>>(
        &mut self,
        value: List<'a, E>,
        field: &'static Field,
        allowed: Count,
    ) -> Result<(), EncodeError>
    where
        Self: Sized,
    {
        put_list(self, value, field, allowed)
    }

    fn message_details(&mut self, value: MessageDetails<'_>) -> Result<(), EncodeError>
    where
        Self: Sized,
    {
        put_message_details(self, value)
    }

    /// A response without its body; `reads_absent` tells whether what stands in its place would be
    /// read as such.
    #[inline(always)]
    fn absent_body(
        &mut self,
        tlvs: &Tlvs<'_>,
        reads_absent: impl FnOnce(&[u8], Dialect, CommandStatus) -> bool,
    ) -> Result<(), EncodeError> {
        let field = &field::BODY;
        if tlvs.is_empty() {
            let flag = Some(Tolerance::OMITTED_BODY);
            self.check(field, flag, Kind::Missing, 0, |_, status| {
                status != CommandStatus::ESME_ROK
            })?;
        } else {
            let flag = Some(Tolerance::ERROR_BODY);
            self.check(field, flag, Kind::Missing, 0, |_, _| false)?;
            self.check(field, None, Kind::Missing, 0, |dialect, status| {
                tlvs.wire()
                    .is_some_and(|octets| reads_absent(octets, dialect, status))
            })?;
        }
        Ok(())
    }

    #[inline(always)]
    fn short_message(&mut self, value: &[u8], limit: Limit) -> Result<(), EncodeError> {
        // A length over 255 never gets as far as being written: `octets` refuses it first.
        let length = u8::try_from(value.len()).unwrap_or(u8::MAX);
        self.octet_value(&field::SM_LENGTH, length);
        self.octets(&field::SHORT_MESSAGE, value, limit)
    }
}

fn put_unfinished(
    put: &mut (impl Put + ?Sized),
    value: &[u8],
    field: &'static Field,
    limit: Limit,
) -> Result<(), EncodeError> {
    let octets = value.len();
    if put.ending() == Ending::Omitted {
        let flag = Some(Tolerance::OMITTED_FIELD);
        put.check(field, flag, Kind::Missing, octets, |_, _| false)?;
        put.check(field, None, Kind::Conflict, octets, |_, _| octets == 0)?;
        put.absent(field);
        return Ok(());
    }
    let flag = Some(Tolerance::UNTERMINATED);
    put.check(field, flag, Kind::Unterminated, octets, |_, _| false)?;
    put.check(field, None, Kind::Missing, octets, |_, _| octets != 0)?;
    put.string(field, value, limit, false)
}

/// Checks every field and counts its octets.
pub(crate) struct Measure {
    pub(crate) dialect: Dialect,
    pub(crate) status: CommandStatus,
    /// Octets of values, as long as their owner likes.
    octets: usize,
    /// Octets that every such PDU has, its header's among them: a sum of constants, made when it is
    /// compiled.
    fixed: usize,
    ending: Ending,
    short_message: bool,
}

impl Measure {
    pub(crate) const fn new(dialect: Dialect, status: CommandStatus, ending: Ending) -> Self {
        Self {
            dialect,
            status,
            octets: 0,
            fixed: HEADER_OCTETS,
            ending,
            short_message: false,
        }
    }

    /// How many octets the PDU has.
    pub(crate) const fn octets(&self) -> usize {
        self.octets.saturating_add(self.fixed)
    }

    /// Counts a field of a constant size: a PDU has some hundred at most.
    #[inline(always)]
    const fn add_fixed(&mut self, octets: usize) {
        self.fixed = self.fixed.wrapping_add(octets);
    }

    #[inline(always)]
    fn add(&mut self, octets: usize) {
        self.octets = self.octets.saturating_add(octets);
    }

    /// Refuses a body without a TLV that it must have.
    #[inline(always)]
    pub(crate) fn require(
        &self,
        id: CommandId,
        tlvs: &Tlvs<'_>,
        mandatory: &'static [TlvTag],
    ) -> Result<(), EncodeError> {
        if mandatory.is_empty()
            || has_error_status(id, self.status)
            || self.allows(Tolerance::MISSING_TLV)
        {
            return Ok(());
        }
        match tlvs.missing(mandatory).next() {
            Some(tag) => Err(EncodeError::new(Kind::Missing, tag.field(), 0)),
            None => Ok(()),
        }
    }

    #[inline(always)]
    const fn allows(&self, flag: Tolerance) -> bool {
        self.dialect.tolerance.contains(flag)
    }
}

impl Put for Measure {
    #[inline(always)]
    fn octet_value(&mut self, _: &'static Field, _: u8) {
        self.add_fixed(1);
    }

    #[inline(always)]
    fn integer4_value(&mut self, _: &'static Field, _: u32) {
        self.add_fixed(4);
    }

    #[inline(always)]
    fn string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        limit: Limit,
        nul: bool,
    ) -> Result<(), EncodeError> {
        if !value.is_empty() {
            if value.len() >= limit.octets(self.dialect.version)
                && !self.allows(Tolerance::TOO_LONG)
            {
                return Err(EncodeError::new(Kind::TooLong, field, value.len()));
            }
            if has_nul(value) {
                return Err(EncodeError::new(Kind::EmbeddedNul, field, value.len()));
            }
        }
        self.add(value.len());
        self.add_fixed(usize::from(nul));
        Ok(())
    }

    #[inline(always)]
    fn octets(
        &mut self,
        field: &'static Field,
        value: &[u8],
        limit: Limit,
    ) -> Result<(), EncodeError> {
        let most = limit.octets(self.dialect.version);
        if value.len() > most && (value.len() > 255 || !self.allows(Tolerance::TOO_LONG)) {
            return Err(EncodeError::new(Kind::TooLong, field, value.len()));
        }
        self.short_message = !value.is_empty();
        self.add(value.len());
        Ok(())
    }

    #[inline(always)]
    fn tlvs(&mut self, tlvs: &Tlvs<'_>, defined: TlvUse) -> Result<(), EncodeError> {
        if tlvs.is_empty() {
            return Ok(());
        }
        let octets = tlvs.measure(self.dialect, defined, self.short_message)?;
        self.add(octets);
        Ok(())
    }

    #[inline(always)]
    fn check(
        &mut self,
        field: &'static Field,
        flag: Option<Tolerance>,
        kind: Kind,
        octets: usize,
        good: impl FnOnce(Dialect, CommandStatus) -> bool,
    ) -> Result<(), EncodeError> {
        if good(self.dialect, self.status) || flag.is_some_and(|flag| self.allows(flag)) {
            Ok(())
        } else {
            Err(EncodeError::new(kind, field, octets))
        }
    }

    #[inline(always)]
    fn ending(&self) -> Ending {
        self.ending
    }

    #[inline(always)]
    fn unfinished(
        &mut self,
        value: &[u8],
        field: &'static Field,
        limit: Limit,
    ) -> Result<(), EncodeError> {
        /// Apart, with what it needs in registers: the ordinary way stays short.
        #[cold]
        #[inline(never)]
        fn octets(
            (dialect, ending): (Dialect, Ending),
            value: &[u8],
            field: &'static Field,
            limit: Limit,
        ) -> Result<usize, EncodeError> {
            let mut measure = Measure::new(dialect, CommandStatus::ESME_ROK, ending);
            put_unfinished(&mut measure, value, field, limit)?;
            Ok(measure.octets)
        }
        let octets = octets((self.dialect, self.ending), value, field, limit)?;
        self.add(octets);
        Ok(())
    }

    fn absent(&mut self, _: &'static Field) {}
}

/// Whether there is a NUL.
///
/// A word at a time, the last one laid over the one before: an address of 20 digits is three
/// steps. Each step may end the search, which keeps the compiler from making long strides of them:
/// they would cost more to set up than these strings are long.
#[inline(always)]
pub(crate) fn has_nul(octets: &[u8]) -> bool {
    let (Some(first), Some(last)) = (octets.first_chunk(), octets.last_chunk()) else {
        return has_nul_in_few(octets);
    };
    if (zeros(*first) | zeros(*last)) != 0 {
        return true;
    }
    let mut rest = octets;
    // What stands between those two.
    while let Some((_, after)) = rest.split_first_chunk::<8>() {
        match after.first_chunk() {
            Some(word) if after.len() > 8 => {
                if zeros(*word) != 0 {
                    return true;
                }
            }
            _ => break,
        }
        rest = after;
    }
    false
}

/// The same for less than a word: two halves laid over each other, or three octets.
#[inline(always)]
fn has_nul_in_few(octets: &[u8]) -> bool {
    match (octets, octets.first_chunk(), octets.last_chunk()) {
        (_, Some([a, b, c, d]), Some([e, f, g, h])) => zeros([*a, *b, *c, *d, *e, *f, *g, *h]) != 0,
        ([first, .., last], ..) => *first == 0 || *last == 0 || octets.get(1) == Some(&0),
        ([only], ..) => *only == 0,
        _ => false,
    }
}

/// Writes what [`Measure`] has counted.
pub(crate) struct Fill<'b> {
    rest: &'b mut [u8],
    ending: Ending,
}

impl<'b> Fill<'b> {
    pub(crate) const fn new(room: &'b mut [u8], ending: Ending) -> Self {
        Self { rest: room, ending }
    }

    /// How much of the room was not used.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }

    /// The room that was not used.
    pub(crate) const fn into_rest(self) -> &'b mut [u8] {
        self.rest
    }

    /// Writes, or does nothing where there is no room, which measuring has ruled out.
    #[inline(always)]
    pub(crate) fn write(&mut self, octets: &[u8]) {
        if let Some((room, rest)) =
            core::mem::take(&mut self.rest).split_at_mut_checked(octets.len())
        {
            room.copy_from_slice(octets);
            self.rest = rest;
        }
    }

    /// The same for a string, which is likely to be short: two words laid over each other.
    #[inline(always)]
    fn write_string(&mut self, octets: &[u8], long: bool) {
        if let Some((room, rest)) =
            core::mem::take(&mut self.rest).split_at_mut_checked(octets.len())
        {
            let done = match octets.len() {
                0..=32 => {
                    copy_ends::<16>(room, octets)
                        || octets.len() <= 16 && copy_ends::<8>(room, octets)
                        || octets.len() <= 8 && copy_ends::<4>(room, octets)
                        || octets.len() <= 4 && copy_ends::<2>(room, octets)
                }
                33..=64 if long => copy_ends::<32>(room, octets),
                _ => false,
            };
            if !done {
                room.copy_from_slice(octets);
            }
            self.rest = rest;
        }
    }

    /// The same for a size that the compiler knows.
    #[inline(always)]
    pub(crate) fn write_chunk<const N: usize>(&mut self, octets: [u8; N]) {
        if let Some((room, rest)) = core::mem::take(&mut self.rest).split_first_chunk_mut() {
            *room = octets;
            self.rest = rest;
        }
    }
}

/// Copies the first and the last `N` octets, which is all if there are `N` to twice as many; false
/// if there are fewer.
#[inline(always)]
fn copy_ends<const N: usize>(room: &mut [u8], octets: &[u8]) -> bool {
    let (Some(first), Some(last)) = (octets.first_chunk::<N>(), octets.last_chunk::<N>()) else {
        return false;
    };
    if let Some(room) = room.first_chunk_mut() {
        *room = *first;
    }
    if let Some(room) = room.last_chunk_mut() {
        *room = *last;
    }
    true
}

impl Put for Fill<'_> {
    #[inline(always)]
    fn octet_value(&mut self, _: &'static Field, value: u8) {
        if let Some((room, rest)) = core::mem::take(&mut self.rest).split_first_mut() {
            *room = value;
            self.rest = rest;
        }
    }

    #[inline(always)]
    fn integer4_value(&mut self, _: &'static Field, value: u32) {
        if let Some((room, rest)) = core::mem::take(&mut self.rest).split_first_chunk_mut() {
            *room = value.to_be_bytes();
            self.rest = rest;
        }
    }

    #[inline(always)]
    fn string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        limit: Limit,
        nul: bool,
    ) -> Result<(), EncodeError> {
        if !value.is_empty() {
            self.write_string(value, limit.octets(Version::V5_0) > 33);
        }
        if nul {
            self.octet_value(field, 0);
        }
        Ok(())
    }

    #[inline(always)]
    fn octets(&mut self, _: &'static Field, value: &[u8], _: Limit) -> Result<(), EncodeError> {
        self.write(value);
        Ok(())
    }

    #[inline(always)]
    fn tlvs(&mut self, tlvs: &Tlvs<'_>, _: TlvUse) -> Result<(), EncodeError> {
        if !tlvs.is_empty() {
            let room = core::mem::take(&mut self.rest);
            self.rest = tlvs.fill(room);
        }
        Ok(())
    }

    #[inline(always)]
    fn check(
        &mut self,
        _: &'static Field,
        _: Option<Tolerance>,
        _: Kind,
        _: usize,
        _: impl FnOnce(Dialect, CommandStatus) -> bool,
    ) -> Result<(), EncodeError> {
        Ok(())
    }

    #[inline(always)]
    fn ending(&self) -> Ending {
        self.ending
    }

    fn absent(&mut self, _: &'static Field) {}
}

#[cfg(test)]
mod tests {
    use super::{Fill, has_nul};
    use crate::prim::Ending;

    #[test]
    fn has_nul_agrees_with_a_plain_search_for_every_length_and_position() {
        for length in 0..40 {
            // 0x01 and 0x80 are the octets that a careless word search takes for NUL.
            let mut octets = [0u8; 40];
            for (i, octet) in octets.iter_mut().enumerate() {
                *octet = [0x01, 0x80, 0xFF][i % 3];
            }
            assert!(!has_nul(&octets[..length]), "{length}");
            for nul in 0..length {
                let mut octets = octets;
                octets[nul] = 0;
                assert!(has_nul(&octets[..length]), "{length} {nul}");
            }
        }
    }

    #[test]
    fn a_string_of_any_length_is_written_whole_and_nothing_behind_it() {
        let octets: [u8; 80] = core::array::from_fn(|i| i as u8 + 1);
        for length in 0..=80 {
            let mut room = [0xEE; 81];
            let mut fill = Fill::new(&mut room, Ending::Whole);
            fill.write_string(&octets[..length], true);
            assert_eq!(fill.left(), 81 - length);
            assert_eq!(room[..length], octets[..length]);
            assert!(
                room[length..].iter().all(|octet| *octet == 0xEE),
                "{length}"
            );
        }
    }
}
