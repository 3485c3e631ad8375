//! The values of fields and TLVs: what each says of its octets, and which octets it may have.

mod bits;
mod keys;
mod times;
mod views;
