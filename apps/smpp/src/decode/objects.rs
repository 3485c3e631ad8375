//! `smpp decode --json`: one object on a line for each PDU.

use std::io::{BufReader, Read, Write};

use serde::ser::Serialize;
use serde_json::Serializer;
use smpp_codec::Deviation;

use super::ascii::Ascii;
use super::hex;
use super::lines::{Lines, MAX_LINE};
use super::record::{Decoded, Fault, Record, What};
use super::stream::{self, Found, Frames};
use super::{BUFFER, Rules};
use crate::failure::Failure;

/// Decodes octets as if they were the first line of an input; false if an error was written.
pub(crate) fn write_octets(
    octets: &[u8],
    rules: Rules,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let mut objects = Objects::new(rules, out);
    objects.stream(1, octets)?;
    Ok(objects.clean)
}

/// Decodes line after line; false if an error was written.
///
/// What is written stays in the buffer of `out` while there is more input to be had at once, and
/// is handed over before waiting for some.
pub(crate) fn write_lines(
    input: impl Read,
    rules: Rules,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let mut lines = Lines::new(BufReader::with_capacity(BUFFER, input), MAX_LINE);
    let mut octets = Vec::new();
    let mut objects = Objects::new(rules, out);
    loop {
        if lines.reader().buffer().is_empty() {
            objects.out.flush().map_err(Failure::output)?;
        }
        let Some(line) = lines.next().map_err(Failure::input)? else {
            return Ok(objects.clean);
        };
        octets.clear();
        let text = line.text.ok_or(Fault::line_too_long());
        match text.and_then(|text| Ok(hex::decode(text, &mut octets)?)) {
            Ok(()) => objects.stream(line.number, &octets)?,
            Err(fault) => objects.fault(line.number, 0, &[], fault)?,
        }
    }
}

struct Objects<'o, W> {
    rules: Rules,
    out: &'o mut W,
    clean: bool,
    deviations: Vec<Deviation>,
    reencoded: Vec<u8>,
}

impl<'o, W: Write> Objects<'o, W> {
    const fn new(rules: Rules, out: &'o mut W) -> Self {
        Self {
            rules,
            out,
            clean: true,
            deviations: Vec::new(),
            reencoded: Vec::new(),
        }
    }

    fn stream(&mut self, line: u64, octets: &[u8]) -> Result<(), Failure> {
        for (offset, found) in Frames::new(octets, self.rules) {
            match found {
                Found::Frame(frame) => self.frame(line, offset, frame)?,
                Found::Lost(error, rest) => self.fault(line, offset, rest, error.into())?,
                Found::Incomplete { have, need } => {
                    let what = What::Incomplete { have, need };
                    write(self.out, Record { line, what })?;
                }
            }
        }
        Ok(())
    }

    fn frame(&mut self, line: u64, offset: usize, frame: &[u8]) -> Result<(), Failure> {
        let pdu = match stream::decode(frame, self.rules, &mut self.deviations) {
            Ok(pdu) => pdu,
            Err(error) => return self.fault(line, offset, frame, error.into()),
        };
        self.reencoded.clear();
        let written = pdu.encode(self.rules.dialect, &mut self.reencoded).is_ok();
        // The codec promises that it can; were it not so, the object and the exit code tell.
        self.clean &= written;
        let decoded = Decoded {
            pdu: &pdu,
            deviations: &self.deviations,
            reencoded: written.then_some(&self.reencoded),
        };
        let what = What::Pdu {
            offset,
            octets: frame,
            content: Ok(decoded),
        };
        write(self.out, Record { line, what })
    }

    fn fault(
        &mut self,
        line: u64,
        offset: usize,
        octets: &[u8],
        fault: Fault,
    ) -> Result<(), Failure> {
        self.clean = false;
        let what = What::Pdu {
            offset,
            octets,
            content: Err(fault),
        };
        write(self.out, Record { line, what })
    }
}

fn write(out: &mut impl Write, record: Record<'_>) -> Result<(), Failure> {
    let mut serializer = Serializer::with_formatter(&mut *out, Ascii);
    record.serialize(&mut serializer).map_err(Failure::output)?;
    out.write_all(b"\n").map_err(Failure::output)
}
