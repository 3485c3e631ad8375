//! Prints the PDUs of a stream: command, status, fields, TLVs and deviations of each. Only `main`
//! uses `std`; one fixed buffer holds the octets, and nothing is allocated.
//!
//! `cargo run -p smpp-codec --example analyser <capture`

use core::fmt::Arguments;
use std::io::{self, Read};

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::visit::{FieldValue, Redacted, Visitor};
use smpp_codec::{Dialect, Field, Header, Pdu};

/// Prints a line.
type Print<'p> = &'p mut dyn FnMut(Arguments<'_>);

struct Fields<'p>(Print<'p>);

impl Visitor for Fields<'_> {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        let value = Redacted(field, value);
        (self.0)(format_args!("  {}: {value}", field.name()));
    }
}

fn print_frame(frame: &[u8], print: Print<'_>) {
    let header = Header::decode(frame).unwrap_or_default();
    let (id, status) = (header.command_id, header.command_status);
    print(format_args!("{id} {}: {status}", header.sequence_number));
    let pdu = Pdu::decode_with(frame, Dialect::TOLERANT, &mut |deviation| {
        print(format_args!("  deviation: {deviation}"));
    });
    match pdu {
        Ok(pdu) => {
            pdu.body.visit(&mut Fields(print));
            for tlv in &pdu.body.tlvs() {
                print(format_args!("  {tlv:?}"));
            }
        }
        Err(error) => print(format_args!("  error: {error}")),
    }
}

/// Prints the whole PDUs of a stream, and returns the octets behind them; `None` if these cannot
/// begin a PDU, so that the stream ends here.
pub(crate) fn analyse(mut stream: &[u8], print: Print<'_>) -> Option<usize> {
    loop {
        match frame::split(stream, frame::DEFAULT_MAX_OCTETS) {
            Ok(FrameSplit::Frame { frame, rest }) => {
                print_frame(frame, print);
                stream = rest;
            }
            Ok(FrameSplit::NeedMore(_)) => return Some(stream.len()),
            Err(error) => {
                print(format_args!("end: {error}"));
                return None;
            }
        }
    }
}

fn main() -> io::Result<()> {
    let (mut buffer, mut held) = ([0; frame::DEFAULT_MAX_OCTETS], 0);
    while let octets @ 1.. = io::stdin().read(&mut buffer[held..])? {
        let end = held + octets;
        match analyse(&buffer[..end], &mut |line| println!("{line}")) {
            Some(left) => held = left,
            None => break,
        }
        buffer.copy_within(end - held..end, 0);
    }
    Ok(())
}
