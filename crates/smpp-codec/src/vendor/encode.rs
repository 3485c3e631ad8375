//! The primitives that encode and show the fields of a vendor's PDU.

use super::{Vendor, VendorFields};
use crate::dialect::{Dialect, Tolerance};
use crate::error::{EncodeError, Kind};
use crate::field::Field;
use crate::nul_search::has_nul;
use crate::put::Fill;
use crate::tlv::TlvUse;
use crate::visit::{FieldValue, Visitor};

/// Takes the fields of a vendor's PDU one by one, in wire order; see
/// [`VendorFields`].
pub struct FieldEncoder<'w>(Target<'w>);

/// What becomes of the fields.
enum Target<'w> {
    /// Each field is checked, and its octets are counted.
    Measure(Dialect, usize),
    Fill(Fill<'w>),
    Show(&'w mut dyn Visitor),
    /// After so many octets, those that there is room for are written.
    Part(usize, Fill<'w>),
}

impl<'w> FieldEncoder<'w> {
    pub(super) fn show(visitor: &'w mut dyn Visitor) -> Self {
        Self(Target::Show(visitor))
    }

    /// Passes an integer of one octet.
    ///
    /// # Errors
    /// None today: the result is for `?` and for limits to come.
    pub fn integer1(&mut self, field: &'static Field, value: u8) -> Result<(), EncodeError> {
        let shown = FieldValue::Integer(u32::from(value));
        self.put(field, shown, &[value], &[]);
        Ok(())
    }

    /// Passes an integer of two octets.
    ///
    /// # Errors
    /// As [`integer1`](Self::integer1).
    pub fn integer2(&mut self, field: &'static Field, value: u16) -> Result<(), EncodeError> {
        let shown = FieldValue::Integer(u32::from(value));
        self.put(field, shown, &value.to_be_bytes(), &[]);
        Ok(())
    }

    /// Passes an integer of four octets.
    ///
    /// # Errors
    /// As [`integer1`](Self::integer1).
    pub fn integer4(&mut self, field: &'static Field, value: u32) -> Result<(), EncodeError> {
        self.put(field, FieldValue::Integer(value), &value.to_be_bytes(), &[]);
        Ok(())
    }

    /// Passes a C-octet string, which has at most `max` octets with the NUL that is added.
    ///
    /// # Errors
    /// [`Kind::EmbeddedNul`] if it contains a NUL, [`Kind::TooLong`] if it is too long and the
    /// dialect does not accept that.
    pub fn c_octets(
        &mut self,
        field: &'static Field,
        value: &[u8],
        max: u16,
    ) -> Result<(), EncodeError> {
        if let Target::Measure(dialect, _) = &self.0 {
            let long = value.len() >= usize::from(max).max(1);
            if long && !dialect.tolerance.contains(Tolerance::TOO_LONG) {
                return Err(EncodeError::new(Kind::TooLong, field, value.len()));
            }
            if has_nul(value) {
                return Err(EncodeError::new(Kind::EmbeddedNul, field, value.len()));
            }
        }
        self.put(field, FieldValue::COctets(value), value, &[0]);
        Ok(())
    }

    /// Passes an octet string of at most `max` octets, whose length a field before it has told.
    ///
    /// # Errors
    /// [`Kind::TooLong`] if it is too long.
    pub fn octet_string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        max: usize,
    ) -> Result<(), EncodeError> {
        if matches!(self.0, Target::Measure(..)) && value.len() > max {
            return Err(EncodeError::new(Kind::TooLong, field, value.len()));
        }
        self.put(field, FieldValue::Octets(value), value, &[]);
        Ok(())
    }

    fn put(&mut self, field: &'static Field, shown: FieldValue<'_>, octets: &[u8], nul: &[u8]) {
        let length = octets.len().saturating_add(nul.len());
        match &mut self.0 {
            Target::Measure(_, sum) => *sum = sum.saturating_add(length),
            Target::Fill(fill) => {
                fill.write(octets);
                fill.write(nul);
            }
            Target::Show(visitor) => visitor.field(field, shown, length),
            Target::Part(skip, fill) => {
                for octet in octets.iter().chain(nul) {
                    match skip.checked_sub(1) {
                        Some(fewer) => *skip = fewer,
                        None => fill.write_chunk([*octet]),
                    }
                }
            }
        }
    }
}

impl core::fmt::Debug for FieldEncoder<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("FieldEncoder").finish_non_exhaustive()
    }
}

impl Vendor<'_> {
    /// Checks the fields and the TLVs, and counts their octets.
    pub(crate) fn measure(&self, dialect: Dialect) -> Result<usize, EncodeError> {
        let mut fields = FieldEncoder(Target::Measure(dialect, 0));
        self.fields.encode(&mut fields)?;
        let octets = match fields.0 {
            Target::Measure(_, octets) => octets,
            _ => 0,
        };
        let tlvs = self.fields.tlvs();
        let tlvs = tlvs.measure(dialect, TlvUse::Defined, false)?;
        Ok(octets.saturating_add(tlvs))
    }

    /// Writes what [`measure`](Self::measure) has counted, and returns the room that is left.
    pub(crate) fn fill<'b>(&self, fill: Fill<'b>) -> &'b mut [u8] {
        let mut fields = FieldEncoder(Target::Fill(fill));
        // Measuring has refused what cannot be encoded.
        let _ = self.fields.encode(&mut fields);
        let room = match fields.0 {
            Target::Fill(fill) => fill.into_rest(),
            _ => &mut [],
        };
        self.fields.tlvs().fill(room)
    }
}

/// Whether two lists of fields have the same octets, without an allocator: a part at a time.
pub(super) fn same_fields(one: &dyn VendorFields, other: &dyn VendorFields) -> bool {
    const PART: usize = 128;

    fn part<'b>(fields: &dyn VendorFields, skip: usize, room: &'b mut [u8; PART]) -> &'b [u8] {
        let fill = Fill::new(room, crate::prim::BodyEnding::Whole);
        let mut encoder = FieldEncoder(Target::Part(skip, fill));
        let _ = fields.encode(&mut encoder);
        let left = match encoder.0 {
            Target::Part(_, fill) => fill.left(),
            _ => PART,
        };
        room.get(..PART.saturating_sub(left)).unwrap_or_default()
    }

    let mut skip = 0usize;
    loop {
        let (mut room, mut other_room) = ([0; PART], [0; PART]);
        let part_of_one = part(one, skip, &mut room);
        if part_of_one != part(other, skip, &mut other_room) {
            return false;
        }
        if part_of_one.len() < PART {
            return true;
        }
        skip = skip.saturating_add(PART);
    }
}
