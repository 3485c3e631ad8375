//! The mandatory fields: one key each, in wire order, under the specification's names.

use serde::ser::{Serialize, SerializeMap, Serializer};
use smpp_codec::Field;
use smpp_codec::pdu::Body;
use smpp_codec::visit::{FieldValue, Visitor};

use super::octets::{Characters, Hex};

/// The mandatory fields of a body.
///
/// A list stands behind the field that counts it, as an array of objects; a body that is absent
/// has all its keys, and null behind each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a>(pub(crate) &'a Body<'a>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut keys = Keys {
            map: serializer.serialize_map(None)?,
            failed: None,
            list: None,
        };
        self.0.visit(&mut keys);
        match keys.failed {
            Some(error) => Err(error),
            None => keys.map.end(),
        }
    }
}

struct Keys<M: SerializeMap> {
    map: M,
    failed: Option<M::Error>,
    /// The list that is being visited; it can be written when it is whole.
    list: Option<List>,
}

impl<M: SerializeMap> Keys<M> {
    fn put(&mut self, name: &str, value: &impl Serialize) {
        if self.failed.is_none() {
            self.failed = self.map.serialize_entry(name, value).err();
        }
    }
}

impl<M: SerializeMap> Visitor for Keys<M> {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        if let Some(list) = &mut self.list {
            return list.push(field.name(), value);
        }
        self.put(field.name(), &Value(value));
        if let (FieldValue::Absent, Some(list)) = (value, field.entries()) {
            self.put(list, &Value(value));
        }
    }

    fn list(&mut self, count: &'static Field, _: usize) {
        self.list = Some(List {
            name: count.entries().unwrap_or("entries"),
            entries: Vec::new(),
        });
    }

    fn entry(&mut self) {
        if let Some(list) = &mut self.list {
            list.entries.push(Entry(Vec::new()));
        }
    }

    fn end_list(&mut self) {
        if let Some(list) = self.list.take() {
            self.put(list.name, &list.entries);
        }
    }
}

struct Value<'a>(FieldValue<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            FieldValue::Integer(value) => serializer.serialize_u32(value),
            FieldValue::COctets(octets) => Characters(octets).serialize(serializer),
            FieldValue::Octets(octets) => Hex(octets).serialize(serializer),
            _ => serializer.serialize_none(),
        }
    }
}

struct List {
    name: &'static str,
    entries: Vec<Entry>,
}

impl List {
    fn push(&mut self, name: &'static str, value: FieldValue<'_>) {
        if let Some(Entry(fields)) = self.entries.last_mut() {
            fields.push((name, Kept::from(value)));
        }
    }
}

struct Entry(Vec<(&'static str, Kept)>);

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, kept)| (name, kept.value())))
    }
}

/// A value that outlives its visit.
enum Kept {
    Integer(u32),
    COctets(Vec<u8>),
    Octets(Vec<u8>),
    Absent,
}

impl From<FieldValue<'_>> for Kept {
    fn from(value: FieldValue<'_>) -> Self {
        match value {
            FieldValue::Integer(value) => Self::Integer(value),
            FieldValue::COctets(octets) => Self::COctets(octets.to_vec()),
            FieldValue::Octets(octets) => Self::Octets(octets.to_vec()),
            _ => Self::Absent,
        }
    }
}

impl Kept {
    fn value(&self) -> Value<'_> {
        Value(match self {
            Self::Integer(value) => FieldValue::Integer(*value),
            Self::COctets(octets) => FieldValue::COctets(octets),
            Self::Octets(octets) => FieldValue::Octets(octets),
            Self::Absent => FieldValue::Absent,
        })
    }
}
