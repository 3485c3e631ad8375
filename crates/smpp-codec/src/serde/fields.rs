//! The mandatory fields: one key each, in wire order, under the specification's names.

use core::marker::PhantomData;

use ::serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::octets::{Characters, Hex};
use crate::error::EncodeError;
use crate::field::Field;
use crate::pdu::compound::Count;
use crate::pdu::{self, Body, List, ListEntry, MessageDetails};
use crate::prim::{BodyEnding, Limit};
use crate::put::Put;
use crate::tlv::Tlvs;
use crate::visit::{FieldValue, Show, Visitor};

/// The mandatory fields of a body, as a map.
///
/// A list stands behind the field that counts it, as an array of maps; a body that is absent has
/// all its keys, and null behind each. Of an unknown body there is one, `body`.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a body to show in one way")]
pub struct Fields<'a>(pub &'a Body<'a>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = Keys {
            map: serializer.serialize_map(None)?,
            failed: None,
            ending: self.0.tlvs().ending(),
        };
        if let Body::Unknown(unknown) = self.0 {
            keys.entry("body", &Hex(unknown.octets));
        }
        if let Body::Vendor(vendor) = self.0 {
            vendor.visit(&mut Values(&mut keys));
        }
        // Showing checks nothing, so that nothing but the serializer can fail.
        let _ = self.0.put(&mut keys);
        keys.end()
    }
}

/// The mandatory fields of a body of one type, as a map.
pub(super) struct Mandatory<'b, B>(pub(super) &'b B);

impl<'a, B: pdu::Fields<'a>> Serialize for Mandatory<'_, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = Keys {
            map: serializer.serialize_map(None)?,
            failed: None,
            ending: self.0.tlvs().ending(),
        };
        // As above.
        let _ = self.0.put(&mut keys);
        keys.end()
    }
}

/// Writes the keys `tlvs` and, if there are such octets, `trailing`.
pub(super) fn tlv_entries<M: SerializeMap>(map: &mut M, tlvs: Tlvs<'_>) -> Result<(), M::Error> {
    map.serialize_entry("tlvs", &tlvs)?;
    if !tlvs.trailing().is_empty() {
        map.serialize_entry("trailing", &Hex(tlvs.trailing()))?;
    }
    Ok(())
}

/// Writes what it is shown into a map.
struct Keys<M: SerializeMap> {
    map: M,
    failed: Option<M::Error>,
    ending: BodyEnding,
}

impl<M: SerializeMap> Keys<M> {
    fn entry(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        if self.failed.is_none() {
            self.failed = self.map.serialize_entry(name, value).err();
        }
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        match self.failed {
            Some(error) => Err(error),
            None => self.map.end(),
        }
    }
}

impl<M: SerializeMap> Put for Keys<M> {
    fn octet_value(&mut self, field: &'static Field, value: u8) {
        self.entry(field.name(), &u32::from(value));
    }

    fn integer4_value(&mut self, field: &'static Field, value: u32) {
        self.entry(field.name(), &value);
    }

    fn string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        _: Limit,
        _: bool,
    ) -> Result<(), EncodeError> {
        self.entry(field.name(), &Characters(value));
        Ok(())
    }

    fn octets(&mut self, field: &'static Field, value: &[u8], _: Limit) -> Result<(), EncodeError> {
        self.entry(field.name(), &Hex(value));
        Ok(())
    }

    fn ending(&self) -> BodyEnding {
        self.ending
    }

    fn absent(&mut self, field: &'static Field) {
        self.entry(field.name(), &None::<()>);
        if let Some(entries) = field.entries() {
            self.entry(entries, &None::<()>);
        }
    }

    fn absent_fields(
        &mut self,
        fields: impl FnOnce(&mut Show<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        fields(&mut Show::absent(&mut Nulls(self)))
    }

    fn list<'a, E: ListEntry<'a>>(
        &mut self,
        value: List<'a, E>,
        field: &'static Field,
        _: Count,
    ) -> Result<(), EncodeError> {
        let count = u8::try_from(value.len()).unwrap_or(u8::MAX);
        self.octet_value(field, count);
        self.entry(field.entries().unwrap_or("entries"), &Entries(value));
        Ok(())
    }
}

/// The fields that a response leaves out.
struct Nulls<'k, M: SerializeMap>(&'k mut Keys<M>);

impl<M: SerializeMap> Visitor for Nulls<'_, M> {
    fn field(&mut self, field: &'static Field, _: FieldValue<'_>, _: usize) {
        self.0.absent(field);
    }
}

/// The fields of a vendor's PDU.
struct Values<'k, M: SerializeMap>(&'k mut Keys<M>);

impl<M: SerializeMap> Visitor for Values<'_, M> {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        match value {
            FieldValue::Integer(value) => self.0.entry(field.name(), &value),
            FieldValue::COctets(value) => self.0.entry(field.name(), &Characters(value)),
            FieldValue::Octets(value) => self.0.entry(field.name(), &Hex(value)),
            FieldValue::Absent => self.0.absent(field),
        }
    }
}

/// An array of the entries, each a map.
impl<'a, E: ListEntry<'a>> Serialize for List<'a, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Entries(*self).serialize(serializer)
    }
}

/// The details of a message, as a map.
impl Serialize for MessageDetails<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = Keys {
            map: serializer.serialize_map(None)?,
            failed: None,
            ending: BodyEnding::Whole,
        };
        // As above.
        let _ = keys.message_details(*self);
        keys.end()
    }
}

/// The entries of a list, each a map.
struct Entries<'a, E>(List<'a, E>);

impl<'a, E: ListEntry<'a>> Serialize for Entries<'a, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.len()))?;
        for entry in &self.0 {
            list.serialize_element(&One(entry, PhantomData))?;
        }
        list.end()
    }
}

/// One of them.
struct One<'a, E>(E, PhantomData<&'a ()>);

impl<'a, E: ListEntry<'a>> Serialize for One<'a, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = Keys {
            map: serializer.serialize_map(None)?,
            failed: None,
            ending: BodyEnding::Whole,
        };
        // As above.
        let _ = self.0.put(&mut keys);
        keys.end()
    }
}
