//! The greatest size of each primitive in octets, in any version.
//!
//! The functions have the names of the primitives, and take the arguments of a line of `pdu!`.

use super::Limit;
use crate::field::{AddressFields, Field};
use crate::pdu::compound::Count;
// A compound field that lives with its PDU.
pub(crate) use crate::pdu::compound::message_details_size as message_details;

pub(crate) const fn octet(_: &'static Field) -> usize {
    1
}

pub(crate) const fn integer4(_: &'static Field) -> usize {
    4
}

pub(crate) const fn c_octets(_: &'static Field, limit: Limit) -> usize {
    limit.greatest()
}

pub(crate) const fn last_c_octets(_: &'static Field, limit: Limit) -> usize {
    limit.greatest()
}

pub(crate) const fn time(_: &'static Field) -> usize {
    17
}

pub(crate) const fn address(_: &'static AddressFields, limit: Limit) -> usize {
    2usize.saturating_add(limit.greatest())
}

pub(crate) const fn last_address(fields: &'static AddressFields, limit: Limit) -> usize {
    address(fields, limit)
}

pub(crate) const fn list(_: &'static Field, allowed: Count) -> usize {
    let entries = allowed.most.greatest().saturating_mul(allowed.entry_octets);
    1usize.saturating_add(entries)
}

pub(crate) const fn short_message(limit: Limit) -> usize {
    1usize.saturating_add(limit.greatest())
}

/// Adds up the sizes of some fields and of the header.
pub(crate) const fn with_header(fields: &[usize]) -> usize {
    crate::HEADER_OCTETS.saturating_add(sum(fields))
}

/// Adds up the sizes of some fields.
pub(crate) const fn sum(fields: &[usize]) -> usize {
    match fields {
        [] => 0,
        [first, rest @ ..] => first.saturating_add(sum(rest)),
    }
}
