//! TLVs: tag, name, octets, and the value where the specification gives it a plain type.

use ::serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::octets::Characters;
use crate::tlv::{Tlv, TlvView, Tlvs};

/// The TLVs of a PDU in their order, without what trails behind them.
impl Serialize for Tlvs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.iter().count()))?;
        for tlv in self {
            list.serialize_element(&tlv)?;
        }
        list.end()
    }
}

/// A map of `tag`, a number; `name`, null if it is unknown; `hex`, the octets of the value; and
/// `value`: a number or a string if the specification makes it one and its length is right, else
/// null.
impl Serialize for Tlv<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("tag", &self.tag().0)?;
        map.serialize_entry("name", &self.tag().name())?;
        map.serialize_entry("hex", &self.value())?;
        // A value of a wrong length is no value, whatever its octets would make.
        let view = (self.tag().allows(self.value_len()) == Some(true)).then(|| self.view());
        match view {
            Some(TlvView::Integer(value, _)) => map.serialize_entry("value", &value)?,
            Some(TlvView::CString(value)) => map.serialize_entry("value", &Characters(value))?,
            _ => map.serialize_entry("value", &None::<()>)?,
        }
        map.end()
    }
}
