//! TLVs: tag, name, octets, and the value where the specification gives it a plain type.

use serde::ser::{Serialize, SerializeMap, Serializer};
use smpp_codec::tlv::{Tlv, TlvView, Tlvs};

use super::octets::{Characters, TlvHex};

/// The TLVs of a PDU in their order, without what trails behind them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TlvList<'a>(pub(crate) Tlvs<'a>);

impl Serialize for TlvList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(One))
    }
}

struct One<'a>(Tlv<'a>);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(tlv) = self;
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("tag", &tlv.tag().0)?;
        map.serialize_entry("name", &tlv.tag().name())?;
        map.serialize_entry("hex", &TlvHex(tlv))?;
        // A value of a wrong length is no value, whatever its octets would make.
        let view = (tlv.tag().allows(tlv.value_len()) == Some(true)).then(|| tlv.view());
        match view {
            Some(TlvView::Integer(value, _)) => map.serialize_entry("value", &value)?,
            Some(TlvView::CString(value)) => map.serialize_entry("value", &Characters(value))?,
            _ => map.serialize_entry("value", &None::<()>)?,
        }
        map.end()
    }
}
