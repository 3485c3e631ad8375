//! A PDU's fields one by one, in wire order: for printing, logging and serialising.

use core::fmt;

use crate::error::EncodeError;
use crate::field::Field;
use crate::pdu::compound::{Count, put_list};
use crate::pdu::{Fields, List, ListEntry};
use crate::prim::{BodyEnding, Limit};
use crate::put::Put;
use crate::tlv::Tlvs;

/// The value of a mandatory field.
///
/// Nothing is redacted in it: [`Field::is_sensitive`] says which fields a log must not show, and
/// [`Redacted`] shows a field as a log may. `Debug` knows no field, and shows of octets how many
/// they are.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldValue<'v> {
    /// An integer; [`Field::value_name`] may have a name for it.
    Integer(u32),
    /// A C-octet string without its NUL.
    COctets(&'v [u8]),
    /// Octets whose number stands in the field before.
    Octets(&'v [u8]),
    /// The field is absent, as every field of a response without a body is, or one that the peer
    /// left out. The field that counts a list stands for the list too.
    Absent,
}

impl fmt::Debug for FieldValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => write!(f, "Integer({value})"),
            Self::COctets(octets) => write!(f, "COctets(<{} octets>)", octets.len()),
            Self::Octets(octets) => write!(f, "Octets(<{} octets>)", octets.len()),
            Self::Absent => f.write_str("Absent"),
        }
    }
}

/// Is shown the fields of a PDU in wire order.
pub trait Visitor {
    /// One field, and how many octets it has on the wire.
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize);

    /// `count` has been visited, and so many entries of its list follow, each between
    /// [`entry`](Self::entry) and the next.
    fn list(&mut self, count: &'static Field, entries: usize) {
        let _ = (count, entries);
    }

    /// An entry of the list begins.
    fn entry(&mut self) {}

    /// The list is over.
    fn end_list(&mut self) {}
}

/// Shows a body to a [`Visitor`].
pub(crate) struct Show<'v> {
    visitor: &'v mut dyn Visitor,
    ending: BodyEnding,
    /// The body is left out: every field is [`FieldValue::Absent`].
    absent: bool,
}

impl<'v> Show<'v> {
    /// For a body that a response leaves out.
    pub(crate) const fn absent(visitor: &'v mut dyn Visitor) -> Self {
        Self {
            visitor,
            ending: BodyEnding::Whole,
            absent: true,
        }
    }

    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
        if self.absent {
            self.visitor.field(field, FieldValue::Absent, 0);
        } else {
            self.visitor.field(field, value, octets);
        }
    }
}

impl Put for Show<'_> {
    fn octet_value(&mut self, field: &'static Field, value: u8) {
        self.field(field, FieldValue::Integer(u32::from(value)), 1);
    }

    fn integer4_value(&mut self, field: &'static Field, value: u32) {
        self.field(field, FieldValue::Integer(value), 4);
    }

    fn string(
        &mut self,
        field: &'static Field,
        value: &[u8],
        _: Limit,
        nul: bool,
    ) -> Result<(), EncodeError> {
        let octets = value.len().saturating_add(usize::from(nul));
        self.field(field, FieldValue::COctets(value), octets);
        Ok(())
    }

    fn octets(&mut self, field: &'static Field, value: &[u8], _: Limit) -> Result<(), EncodeError> {
        self.field(field, FieldValue::Octets(value), value.len());
        Ok(())
    }

    fn ending(&self) -> BodyEnding {
        self.ending
    }

    fn list<'a, E: ListEntry<'a>>(
        &mut self,
        value: List<'a, E>,
        field: &'static Field,
        allowed: Count,
    ) -> Result<(), EncodeError> {
        if self.absent {
            // The field that counts stands for the list.
            self.absent(field);
            return Ok(());
        }
        put_list(self, value, field, allowed)
    }

    fn begin_list(&mut self, count: &'static Field, entries: u8) {
        self.visitor.list(count, usize::from(entries));
    }

    fn entry(&mut self) {
        self.visitor.entry();
    }

    fn end_list(&mut self) {
        self.visitor.end_list();
    }

    fn absent(&mut self, field: &'static Field) {
        self.visitor.field(field, FieldValue::Absent, 0);
    }

    fn absent_fields(
        &mut self,
        fields: impl FnOnce(&mut Show<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        fields(&mut Show::absent(self.visitor))
    }
}

/// Shows every field of a body.
pub(crate) fn show<'a>(body: &impl Fields<'a>, visitor: &mut dyn Visitor) {
    let ending = body.tlvs().ending();
    // Showing checks nothing, so nothing can fail.
    let _ = body.put(&mut Show {
        visitor,
        ending,
        absent: false,
    });
}

/// `Debug` of a body: every field by name, sensitive ones by length only.
pub(crate) fn debug<'a>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    body: &impl Fields<'a>,
) -> fmt::Result {
    debug_with(f, name, |visitor| show(body, visitor), body.tlvs())
}

/// `Debug` of fields that `show` shows, and of the TLVs behind them.
pub(crate) fn debug_with(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    show: impl FnOnce(&mut dyn Visitor),
    tlvs: &Tlvs<'_>,
) -> fmt::Result {
    struct Print<'s, 'd, 'f>(&'s mut fmt::DebugStruct<'d, 'f>);

    impl Visitor for Print<'_, '_, '_> {
        fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
            self.0.field(field.name(), &Redacted(field, value));
        }
    }

    let mut print = f.debug_struct(name);
    show(&mut Print(&mut print));
    if !tlvs.is_empty() {
        print.field("tlvs", tlvs);
    }
    print.finish()
}

/// A value as a log may show it: escaped, and by its length if it is sensitive.
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "a pair to print")]
pub struct Redacted<'v>(pub &'static Field, pub FieldValue<'v>);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(field, value) = self;
        match value {
            FieldValue::Integer(value) => match field.value_name(*value) {
                Some(name) => f.write_str(name),
                None => write!(f, "{value}"),
            },
            FieldValue::COctets(octets) | FieldValue::Octets(octets) if field.is_sensitive() => {
                write!(f, "<{} octets>", octets.len())
            }
            FieldValue::COctets(octets) | FieldValue::Octets(octets) => {
                write!(f, "\"{}\"", octets.escape_ascii())
            }
            FieldValue::Absent => f.write_str("absent"),
        }
    }
}

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::{Field, FieldValue, Visitor};
    use crate::CommandId;
    use crate::pdu::Body;

    #[test]
    fn a_response_without_a_body_names_the_fields_it_leaves_out() {
        struct Absent(Vec<&'static str>);

        impl Visitor for Absent {
            fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
                assert_eq!((value, octets), (FieldValue::Absent, 0));
                self.0.push(field.name());
                self.0.extend(field.entries());
            }

            fn list(&mut self, _: &'static Field, _: usize) {
                panic!("a list that is absent is its count");
            }
        }

        let mut names = Absent(Vec::new());
        for id in [
            CommandId::SUBMIT_MULTI_RESP,
            CommandId::QUERY_SM_RESP,
            CommandId::QUERY_LAST_MSGS_RESP,
        ] {
            Body::default_for(id).unwrap().visit(&mut names);
        }
        let expected = [
            ["message_id", "no_unsuccess", "unsuccess_sme"].as_slice(),
            &["message_id", "final_date", "message_state", "error_code"],
            &["number_msgs", "message_details"],
        ];
        assert_eq!(names.0, expected.concat());
    }
}
