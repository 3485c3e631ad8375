//! Encoding's first run: every field checked, and its octets counted.

use super::{Put, put_unfinished};
use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance};
use crate::error::{EncodeError, Kind};
use crate::field::Field;
use crate::header::HEADER_OCTETS;
use crate::nul_search::has_nul;
use crate::pdu::has_error_status;
use crate::prim::{BodyEnding, Limit};
use crate::tlv::{TlvTag, TlvUse, Tlvs};

/// Checks every field and counts its octets.
pub(crate) struct Measure {
    pub(crate) dialect: Dialect,
    pub(crate) status: CommandStatus,
    /// Octets of values, as long as their owner likes.
    octets: usize,
    /// Octets that every such PDU has, its header's among them: a sum of constants, made when it is
    /// compiled.
    fixed: usize,
    ending: BodyEnding,
    short_message: bool,
}

impl Measure {
    pub(crate) const fn new(dialect: Dialect, status: CommandStatus, ending: BodyEnding) -> Self {
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
    pub(crate) const fn encoded_len(&self) -> usize {
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
            Some(tag) => Err(EncodeError::tlv(Kind::Missing, tag.field().name(), tag, 0)),
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
            if value.len() >= limit.in_version(self.dialect.version)
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
        let most = limit.in_version(self.dialect.version);
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
    fn ending(&self) -> BodyEnding {
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
            (dialect, ending): (Dialect, BodyEnding),
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
}
