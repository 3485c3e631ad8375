//! What a log shows: the same, whatever the passwords, addresses and texts are.

use std::fmt::{self, Write};

use smpp_codec::pdu::{Body, Pdu};
use smpp_codec::visit::{FieldValue, Redacted, Visitor};
use smpp_codec::{DecodeError, Field, HEADER_OCTETS};

use crate::MAX;
use crate::dialect::frame_of;

#[cfg(test)]
mod tests;

/// What [`print`] checks.
type PrintBy = fn(&Pdu<'_>, &mut dyn Write) -> fmt::Result;

/// Printing a PDU: two that differ in nothing but sensitive octets look the same, and no octet of
/// either reaches a terminal as anything but printable ASCII.
///
/// The first three octets choose the dialect; `command_length` is overwritten with what is true.
pub fn print(data: &[u8]) {
    print_by(data, |pdu, page| {
        write!(page, "{pdu:?}\n{pdu:#?}\n")?;
        let mut fields = Fields(page, Ok(()));
        pdu.body.visit(&mut fields);
        let Fields(page, result) = fields;
        result?;
        for tlv in &pdu.body.tlvs() {
            write!(page, "{tlv:?} {} {:?}", tlv.tag(), tlv.tag().name())?;
        }
        Ok(())
    });
}

/// The fields as a log shows them.
struct Fields<'p>(&'p mut dyn Write, fmt::Result);

impl Visitor for Fields<'_> {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        let shown = Redacted(field, value);
        self.1 = self
            .1
            .and_then(|()| writeln!(self.0, "{} {shown}", field.name()));
    }
}

fn print_by(data: &[u8], print: PrintBy) {
    let mut memory = [0; MAX];
    let Some((frame, dialect)) = frame_of(data, &mut memory) else {
        return;
    };
    match Pdu::decode(frame, dialect) {
        Ok(pdu) => {
            let mut other = [0; MAX];
            crate::copy(frame, &mut other);
            let other = other.get_mut(..frame.len()).unwrap_or_default();
            disguise(&pdu.body, other);
            // Where an error response has no body, what stands there may be read as one after all.
            let disguised = Pdu::decode(other, dialect);
            let Some(disguised) = disguised.ok().filter(|other| shape(other) == shape(&pdu)) else {
                return;
            };
            let (one, two) = (page(print, &pdu), page(print, &disguised));
            assert_eq!(one, two, "sensitive octets show: {pdu:?}");
        }
        Err(error) => {
            let print = |error: &DecodeError| {
                let mut page = Page::default();
                let printed = write!(page, "{error} {error:?}");
                (printed, page)
            };
            assert!(print(&error).0.is_ok());
        }
    }
}

/// Which fields and TLVs a PDU has, and how long each is.
fn shape(pdu: &Pdu<'_>) -> Page {
    struct Shape(Page);

    impl Visitor for Shape {
        fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
            let absent = value == FieldValue::Absent;
            let _ = write!(self.0, "{} {absent} {octets}", field.name());
        }
    }

    let mut shape = Shape(Page::default());
    pdu.body.visit(&mut shape);
    let Shape(mut page) = shape;
    for tlv in &pdu.body.tlvs() {
        let _ = write!(page, "{} {}", tlv.tag().0, tlv.value_len());
    }
    page
}

/// Replaces each sensitive octet by another; NUL stays, as it ends strings.
fn disguise(body: &Body<'_>, frame: &mut [u8]) {
    struct Disguise<'f> {
        frame: &'f mut [u8],
        at: usize,
    }

    impl Disguise<'_> {
        fn replace(&mut self, octets: usize) {
            let end = self.at.saturating_add(octets);
            for octet in self.frame.get_mut(self.at..end).unwrap_or_default() {
                *octet = match *octet {
                    0 => 0,
                    0xFF => 1,
                    octet => octet.saturating_add(1),
                };
            }
        }
    }

    impl Visitor for Disguise<'_> {
        fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
            if let (FieldValue::COctets(value) | FieldValue::Octets(value), true) =
                (value, field.is_sensitive())
            {
                self.replace(value.len());
            }
            self.at = self.at.saturating_add(octets);
        }
    }

    let mut disguise = Disguise {
        frame,
        at: HEADER_OCTETS,
    };
    if matches!(body, Body::Unknown(_)) {
        // Nobody knows what is in it.
        return disguise.replace(usize::MAX);
    }
    body.visit(&mut disguise);
    let tlvs = body.tlvs();
    for tlv in &tlvs {
        disguise.at = disguise.at.saturating_add(4);
        disguise.replace(tlv.value_len());
        disguise.at = disguise.at.saturating_add(tlv.value_len());
    }
}

/// What was printed, as its length and a hash.
#[derive(Debug, Default, PartialEq, Eq)]
struct Page {
    octets: usize,
    hash: u64,
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for octet in text.bytes() {
            assert!(
                octet == b'\n' || (0x20..0x7F).contains(&octet),
                "{octet:#x}"
            );
            self.octets = self.octets.saturating_add(1);
            self.hash = (self.hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01B3);
        }
        Ok(())
    }
}

fn page(print: PrintBy, pdu: &Pdu<'_>) -> Page {
    let mut page = Page::default();
    assert!(print(pdu, &mut page).is_ok(), "printing does not fail");
    page
}
