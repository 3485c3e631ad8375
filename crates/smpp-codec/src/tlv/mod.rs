//! TLVs, the optional parameters of SMPP 3.4 and 5.0, read and built by typed keys.
//!
//! On the wire: tag (2 octets), length of the value (2 octets), value. They follow the mandatory
//! fields in any order until the PDU ends; SMPP 3.3 has none.
//!
//! Every constant of this module is the [`TlvKey`] of one TLV: it knows the tag, the type of the
//! value and the lengths it may have. A vendor's TLV gets a key in the vendor's own crate:
//!
//! ```
//! use smpp_codec::tlv::{self, TlvKey, Tlv, TlvTag, Tlvs};
//!
//! const VENDOR_ROUTE: TlvKey<u32> = TlvKey::new(TlvTag(0x1501), "vendor_route");
//!
//! let list = [Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"42"), Tlv::new(VENDOR_ROUTE, 7)];
//! let tlvs = Tlvs::from(&list);
//! assert_eq!(tlvs.get(tlv::RECEIPTED_MESSAGE_ID), Ok(Some(&b"42"[..])));
//! assert_eq!(tlvs.get(VENDOR_ROUTE), Ok(Some(7)));
//! assert_eq!(tlvs.get(tlv::MESSAGE_STATE), Ok(None));
//! ```
//!
//! Spec: SMPP 3.4 section 5.3; SMPP 5.0 section 4.8.

mod key;
#[macro_use]
mod table;
mod keys;
mod list;
mod pdus;
mod place;
mod spec;
mod tag;
#[cfg(test)]
mod tests;
mod value;

pub use key::{Tlv, TlvKey, TlvView};
pub use keys::*;
pub use list::{Iter, Tlvs};
pub(crate) use list::{TlvUse, tile, tlvs};
pub use tag::TlvTag;
pub use value::{COctetString, OctetString, Shape, TlvOctets, TlvValue};
