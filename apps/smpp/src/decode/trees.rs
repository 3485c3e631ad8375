//! `smpp decode` for people: a tree for each PDU of one stream.

use std::io::{self, Read, Write};

use smpp_codec::{Deviation, Header};

use super::hex::{Digits, NotHex};
use super::stream::{self, Found, Frames};
use super::tree::Tree;
use super::{BUFFER, Rules};
use crate::failure::{Failure, complain};

/// Decodes octets; false if any of them are no PDU.
pub(crate) fn write_octets(
    octets: &[u8],
    rules: Rules,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let mut trees = Trees::new(rules, out);
    trees.octets(octets)?;
    trees.finish(Ok(()))
}

/// What is written for octets.
pub(super) fn text(octets: &[u8], rules: Rules) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    let mut trees = Trees::new(rules, &mut text);
    trees.octets(octets)?;
    trees.rest()?;
    Ok(text)
}

/// Decodes hexadecimal as it comes; false if there is anything else in it, or any of it is no PDU.
///
/// Holds no more of it than one PDU and one read.
pub(crate) fn write_hex(
    mut input: impl Read,
    rules: Rules,
    out: &mut impl Write,
) -> Result<bool, Failure> {
    let mut trees = Trees::new(rules, out);
    let mut digits = Digits::default();
    let mut text = vec![0; BUFFER];
    while !trees.lost {
        let read = match input.read(&mut text) {
            Ok(0) => {
                return trees.finish(digits.finish());
            }
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::input(error)),
        };
        for character in text.get(..read).unwrap_or_default() {
            match digits.take(*character) {
                Ok(octet) => trees.stream.extend(octet),
                Err(error) => {
                    trees.frames()?;
                    return trees.finish(Err(error));
                }
            }
        }
        trees.frames()?;
        trees.out.flush().map_err(Failure::output)?;
    }
    trees.finish(Ok(()))
}

struct Trees<'o, W> {
    rules: Rules,
    out: &'o mut W,
    tree: Tree,
    deviations: Vec<Deviation>,
    /// What has come and is not decoded.
    stream: Vec<u8>,
    /// Where that begins.
    offset: u64,
    lost: bool,
    pdus: u64,
    failed: u64,
}

impl<'o, W: Write> Trees<'o, W> {
    const fn new(rules: Rules, out: &'o mut W) -> Self {
        Self {
            rules,
            out,
            tree: Tree::new(rules.dialect.version),
            deviations: Vec::new(),
            stream: Vec::new(),
            offset: 0,
            lost: false,
            pdus: 0,
            failed: 0,
        }
    }

    fn octets(&mut self, octets: &[u8]) -> Result<(), Failure> {
        self.stream.extend_from_slice(octets);
        self.frames()
    }

    /// Writes every PDU that is there, and keeps the beginning of the next.
    fn frames(&mut self) -> Result<(), Failure> {
        let stream = std::mem::take(&mut self.stream);
        let mut used = stream.len();
        for (offset, found) in Frames::new(&stream, self.rules) {
            let at = self.offset + offset as u64;
            match found {
                Found::Frame(frame) => self.frame(at, frame)?,
                Found::Lost(error, rest) => {
                    self.begin();
                    self.lost = true;
                    self.failed += 1;
                    self.tree.lost(at, rest, &error);
                    self.write()?;
                }
                Found::Incomplete { .. } => used = offset,
            }
        }
        self.offset += used as u64;
        self.stream = stream;
        self.stream.drain(..used);
        Ok(())
    }

    fn frame(&mut self, at: u64, frame: &[u8]) -> Result<(), Failure> {
        self.begin();
        match stream::decode(frame, self.rules, &mut self.deviations) {
            Ok(pdu) => {
                let header = Header::decode(frame).unwrap_or_default();
                self.tree.pdu(at, &header, &pdu, &self.deviations);
            }
            Err(error) => {
                self.failed += 1;
                self.tree.error(at, frame, error, &self.deviations);
            }
        }
        self.write()
    }

    fn begin(&mut self) {
        self.pdus += 1;
        if self.pdus > 1 {
            self.tree.blank();
        }
    }

    fn write(&mut self) -> Result<(), Failure> {
        let text = self.tree.take();
        self.out.write_all(text.as_bytes()).map_err(Failure::output)
    }

    /// Writes what is no whole PDU.
    fn rest(&mut self) -> Result<(), Failure> {
        for (_, found) in Frames::new(&self.stream, self.rules) {
            if let Found::Incomplete { need, .. } = found {
                if self.pdus > 0 {
                    self.tree.blank();
                }
                self.tree.incomplete(self.offset, &self.stream, need);
            }
        }
        self.write()?;
        self.out.flush().map_err(Failure::output)
    }

    /// Nothing more comes, for good or because of `end`.
    fn finish(mut self, end: Result<(), NotHex>) -> Result<bool, Failure> {
        self.rest()?;
        if let Err(error) = end {
            complain(format_args!("standard input: {error}"));
            return Ok(false);
        }
        if self.failed > 0 {
            let Self { failed, pdus, .. } = self;
            complain(format_args!(
                "{failed} of {pdus} PDUs could not be decoded: see \"error\" where each stands"
            ));
        }
        Ok(self.failed == 0)
    }
}
