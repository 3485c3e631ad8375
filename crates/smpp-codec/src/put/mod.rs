//! Encoding: each body puts its fields once, into any implementation of [`Put`].
//!
//! [`Measure`] checks and counts, [`Fill`] writes, [`Show`] shows the fields to a visitor, and
//! `serde` has one for its maps. All run the same list of fields, so that a length always agrees
//! with the octets written, and a printout with both.
//!
//! Import cycle: the table of bodies names each PDU, each PDU puts its fields into any [`Put`], and
//! [`Put`] takes the lists and message details that PDUs define.

mod fill;
mod measure;

pub(crate) use self::fill::Fill;
pub(crate) use self::measure::Measure;
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance};
use crate::error::{EncodeError, Kind};
use crate::field::{self, AddressFields, Field};
use crate::pdu::compound::{Count, put_list, put_message_details};
use crate::pdu::{List, ListEntry, MessageDetails};
use crate::prim::{BodyEnding, Limit, is_time_length};
use crate::tlv::{TlvUse, Tlvs};
use crate::values::Address;
use crate::visit::Show;

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

    /// How the mandatory part of the body is to end.
    fn ending(&self) -> BodyEnding;

    /// What follows the mandatory part. Only encoding needs it.
    #[inline(always)]
    fn tlvs(&mut self, _tlvs: &Tlvs<'_>, _defined: TlvUse) -> Result<(), EncodeError> {
        Ok(())
    }

    /// A check that only [`Measure`] makes; `flag` accepts what is not good.
    #[inline(always)]
    fn check(
        &mut self,
        _field: &'static Field,
        _flag: Option<Tolerance>,
        _kind: Kind,
        _octets: usize,
        _good: impl FnOnce(Dialect, CommandStatus) -> bool,
    ) -> Result<(), EncodeError> {
        Ok(())
    }

    /// An entry of a list begins.
    fn entry(&mut self) {}

    /// A list of so many entries follows.
    fn begin_list(&mut self, _count: &'static Field, _entries: u8) {}

    /// The list's entries have been put.
    fn end_list(&mut self) {}

    /// A field that the body leaves out.
    #[inline(always)]
    fn absent(&mut self, _field: &'static Field) {}

    /// The fields of a body that a response leaves out. Only what shows fields names them.
    #[inline(always)]
    fn absent_fields(
        &mut self,
        _fields: impl FnOnce(&mut Show<'_>) -> Result<(), EncodeError>,
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
            BodyEnding::Whole => self.string(field, value, limit, true),
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

    /// A response without its body. `is_empty` says that no other field has a value;
    /// `reads_absent` tells whether the TLVs in its place decode as an absent body.
    #[inline(always)]
    fn absent_body(
        &mut self,
        is_empty: bool,
        tlvs: &Tlvs<'_>,
        reads_absent: impl FnOnce(&[u8], Dialect, CommandStatus) -> bool,
    ) -> Result<(), EncodeError> {
        let field = &field::BODY;
        self.check(field, None, Kind::Conflict, 0, |_, _| is_empty)?;
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
    if put.ending() == BodyEnding::Omitted {
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
