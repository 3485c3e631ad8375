//! PDUs of a vendor: a `command_id` that no specification lists, with fields of its own.
//!
//! The codec decodes such a PDU as [`Unknown`]. An application
//! - describes each field by a `static` `Field`,
//! - decodes the fields with [`Unknown::decode`] and the primitives of [`FieldDecoder`],
//! - lists the fields once more in [`VendorFields`], with the same primitives of
//!   [`FieldEncoder`]: this list encodes the PDU, and shows it to a
//!   [`Visitor`], in `Debug` and, with feature `serde`, as JSON.
//!
//! The primitives are those that the codec itself uses. Errors have the name, the offset and the
//! status of the field.
//!
//! ```
//! use smpp_codec::pdu::{Body, Unknown, Vendor};
//! use smpp_codec::vendor::{FieldEncoder, VendorFields};
//! use smpp_codec::{CommandId, CommandStatus, DecodeError, Dialect, EncodeError, Field, Pdu};
//!
//! const ROUTE: CommandId = CommandId(0x0001_0200);
//! static HOPS: Field = Field::new("hops", CommandStatus::ESME_RUNKNOWNERR);
//! static CARRIER: Field = Field::new("carrier", CommandStatus::ESME_RINVSYSID);
//!
//! #[derive(Clone, Copy, Debug, PartialEq)]
//! struct Route<'a> { hops: u16, carrier: &'a [u8] }
//!
//! impl<'a> Route<'a> {
//!     fn decode(body: &Unknown<'a>, dialect: Dialect) -> Result<Self, DecodeError> {
//!         body.decode(dialect, |fields| Ok(Self {
//!             hops: fields.integer2(&HOPS)?,
//!             carrier: fields.c_octets(&CARRIER, 16)?,
//!         }))
//!     }
//! }
//!
//! impl VendorFields for Route<'_> {
//!     fn name(&self) -> &'static str { "acme_route" }
//!     fn encode(&self, fields: &mut FieldEncoder<'_>) -> Result<(), EncodeError> {
//!         fields.integer2(&HOPS, self.hops)?;
//!         fields.c_octets(&CARRIER, self.carrier, 16)
//!     }
//! }
//!
//! let route = Route { hops: 3, carrier: b"acme" };
//! let pdu = Pdu::new(7, Vendor::new(ROUTE, &route));
//! let mut memory = [0; 32];
//! let octets = pdu.encode(Dialect::STRICT, &mut memory.as_mut_slice())?;
//!
//! let received = Pdu::decode(&memory[..octets], Dialect::STRICT).unwrap();
//! let Body::Unknown(body) = &received.body else { panic!("no specification lists it") };
//! assert_eq!(Route::decode(body, Dialect::STRICT), Ok(route));
//! assert!(format!("{pdu:?}").contains(r#"acme_route { hops: 3, carrier: "acme" }"#));
//! # Ok::<(), EncodeError>(())
//! ```

mod decode;
mod encode;

use core::fmt;
use core::panic::RefUnwindSafe;

pub use self::decode::FieldDecoder;
pub use self::encode::FieldEncoder;
use crate::command_id::CommandId;
use crate::error::EncodeError;
use crate::tlv::Tlvs;
use crate::visit::{self, Visitor};

#[cfg(doc)]
use crate::pdu::Unknown;

/// The fields of a vendor's PDU, listed once: encoding and showing use the same list.
pub trait VendorFields: Sync + RefUnwindSafe {
    /// The name of the operation, for `Debug` and JSON: `"acme_route"`.
    fn name(&self) -> &'static str;

    /// Passes each mandatory field to `fields`, in wire order.
    ///
    /// Called several times for one PDU: it must pass the same fields each time.
    ///
    /// # Errors
    /// Those of [`FieldEncoder`]; pass them on with `?`.
    fn encode(&self, fields: &mut FieldEncoder<'_>) -> Result<(), EncodeError>;

    /// The TLVs behind the mandatory fields. None by default.
    fn tlvs(&self) -> Tlvs<'_> {
        Tlvs::EMPTY
    }
}

/// The body of a vendor's PDU, to be encoded or shown; see [`vendor`](crate::vendor).
///
/// Decoding gives [`Unknown`]. Two are equal if they encode to the same
/// octets.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "an id and its fields")]
pub struct Vendor<'a> {
    /// The id, which no specification lists.
    pub command_id: CommandId,
    /// The fields behind the header.
    pub fields: &'a dyn VendorFields,
}

impl<'a> Vendor<'a> {
    /// A PDU with this id and these fields.
    #[must_use]
    pub const fn new(command_id: CommandId, fields: &'a dyn VendorFields) -> Self {
        Self { command_id, fields }
    }

    pub(crate) fn visit(&self, visitor: &mut dyn Visitor) {
        let mut fields = FieldEncoder::show(visitor);
        // Showing checks nothing. What the application refuses by itself is not shown.
        let _ = self.fields.encode(&mut fields);
    }
}

impl PartialEq for Vendor<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.command_id == other.command_id
            && self.fields.tlvs() == other.fields.tlvs()
            && encode::same_fields(self.fields, other.fields)
    }
}

impl Eq for Vendor<'_> {}

impl fmt::Debug for Vendor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tlvs = self.fields.tlvs();
        visit::debug_with(f, self.fields.name(), |visitor| self.visit(visitor), &tlvs)
    }
}
