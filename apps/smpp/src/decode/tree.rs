//! One PDU as a tree: every field with its offset, its name, its value and what is unusual.

use std::fmt::{self, Write as _};

use smpp_codec::frame::FrameError;
use smpp_codec::pdu::Body;
use smpp_codec::tlv::{Tlv, TlvView};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{
    CommandStatus, DecodeError, Deviation, Field, HEADER_OCTETS, Header, Pdu, Version,
};

use super::dump::{Rows, inline};
use super::explain;

/// Octets shown of a stream that is no SMPP.
const GLIMPSE: usize = 64;

/// Writes trees to a text, for a terminal: no octet of a peer reaches it unescaped.
pub(crate) struct Tree {
    text: String,
    version: Version,
    /// How many octets of the PDU have been shown.
    offset: usize,
    deviations: Vec<Deviation>,
    list: Option<List>,
}

crate::redaction::opaque!(Tree);

/// The list whose entries are being shown.
#[derive(Debug)]
struct List {
    name: &'static str,
    entries: usize,
    entry: usize,
}

impl Tree {
    pub(crate) const fn new(version: Version) -> Self {
        Self {
            text: String::new(),
            version,
            offset: 0,
            deviations: Vec::new(),
            list: None,
        }
    }

    /// What has been written since the last time.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// A blank line.
    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A PDU that was accepted.
    pub(crate) fn pdu(&mut self, at: u64, header: &Header, pdu: &Pdu<'_>, seen: &[Deviation]) {
        self.deviations.extend_from_slice(seen);
        self.header(at, header);
        self.notes(|deviation| deviation.field() == "body");
        pdu.body.visit(self);
        let tlvs = pdu.body.tlvs();
        for tlv in &tlvs {
            self.tlv(&tlv);
        }
        if !tlvs.trailing().is_empty() {
            self.octets("(no TLV)", "", tlvs.trailing());
        }
        if let (Body::Unknown(_), Some(answer)) = (
            &pdu.body,
            Pdu::error_response(header, CommandStatus::ESME_RINVCMDID),
        ) {
            self.answer("who does not know it answers with", &answer, "");
        }
        // Whatever has not found its place must not be lost.
        self.notes(|_| true);
    }

    /// A frame that is no PDU.
    pub(crate) fn error(&mut self, at: u64, frame: &[u8], error: DecodeError, seen: &[Deviation]) {
        self.deviations.extend_from_slice(seen);
        let header = Header::decode(frame).unwrap_or_default();
        self.header(at, &header);
        self.notes(|_| true);
        self.line(format_args!("  error: {error}"));
        match Pdu::error_response(&header, error.command_status()) {
            Some(answer) => self.answer("answer with", &answer, ", and carry on"),
            None => self.line(format_args!(
                "    no answer: {} is never answered; take it for {}, and carry on",
                header.command_id,
                explain::status(error.command_status(), self.version),
            )),
        }
        self.rows(&Rows::around(frame, error.offset() as usize));
    }

    /// Octets that are no frame, nor followed by any.
    pub(crate) fn lost(&mut self, at: u64, octets: &[u8], error: &FrameError) {
        self.line(format_args!("octet {at}: no PDU"));
        self.line(format_args!("  error: {error}"));
        self.answer(
            "answer with",
            &error.nack(),
            ", and close: where the next PDU begins, nobody can tell",
        );
        let glimpse = octets.get(..GLIMPSE).unwrap_or(octets);
        self.rows(&Rows::new(glimpse, 0));
    }

    /// Octets that are not yet a frame.
    pub(crate) fn incomplete(&mut self, at: u64, octets: &[u8], need: usize) {
        let have = octets.len();
        self.line(format_args!(
            "octet {at}: incomplete, {have} of {need} octets{}",
            if have < 4 { " or more" } else { "" }
        ));
        let glimpse = octets.get(..GLIMPSE).unwrap_or(octets);
        self.rows(&Rows::new(glimpse, 0));
    }

    fn header(&mut self, at: u64, header: &Header) {
        let (id, version) = (header.command_id, self.version);
        let octets = header.command_length;
        match id.name() {
            Some(name) => self.line(format_args!("octet {at}: {name}, {octets} octets")),
            None => self.line(format_args!("octet {at}: unknown PDU, {octets} octets")),
        }
        let status = explain::status(header.command_status, version);
        let fields: [(_, &dyn fmt::Display); 4] = [
            ("command_length", &octets),
            ("command_id", &explain::command_id(id)),
            ("command_status", &status),
            ("sequence_number", &header.sequence_number),
        ];
        self.offset = 0;
        for (name, value) in fields {
            self.row(name, value);
            self.notes_here(name);
            self.offset += 4;
        }
        debug_assert_eq!(self.offset, HEADER_OCTETS);
    }

    fn tlv(&mut self, tlv: &Tlv<'_>) {
        let (tag, octets) = (tlv.tag(), tlv.value_len());
        let name = tag.name().unwrap_or("(unknown TLV)");
        let kind = format!("{:#06x}, {}: ", tag.0, Count(octets));
        let begin = self.offset;
        match tlv.view() {
            TlvView::Integer(value, value_name) => {
                let value = explain::tlv(tag, value, value_name);
                self.row(name, format_args!("{kind}{value}"));
            }
            TlvView::CString(value) => {
                self.row(name, format_args!("{kind}\"{}\"", value.escape_ascii()));
            }
            TlvView::Octets(value) => self.octets(name, &kind, value),
            _ => self.row(name, kind),
        }
        self.notes(|deviation| deviation.offset() as usize == begin);
        self.offset = begin + 4 + octets;
    }

    /// Octets on the line of their name, or in rows below it.
    fn octets(&mut self, name: &str, kind: &str, octets: &[u8]) {
        if let Some(inline) = inline(octets) {
            return self.row(name, format_args!("{kind}{inline}"));
        }
        if kind.is_empty() {
            self.row(name, Count(octets.len()));
        } else {
            self.row(name, kind.trim_end_matches([' ', ':']));
        }
        // A TLV's value stands behind its tag and length.
        let header = if kind.is_empty() { 0 } else { 4 };
        self.rows(&Rows::new(octets, self.offset + header));
    }

    fn answer(&mut self, how: &str, answer: &Pdu<'_>, then: &str) {
        let status = explain::status(answer.command_status, self.version);
        let (id, number) = (answer.command_id(), answer.sequence_number);
        self.line(format_args!(
            "    {how} {id}, {status}, sequence_number {number}{then}"
        ));
    }

    fn notes_here(&mut self, name: &str) {
        let here = self.offset;
        self.notes(|deviation| deviation.offset() as usize == here && deviation.field() == name);
    }

    /// Writes the deviations that belong here, each once.
    fn notes(&mut self, belongs: impl Fn(&Deviation) -> bool) {
        if self.deviations.is_empty() {
            return;
        }
        for deviation in std::mem::take(&mut self.deviations) {
            if belongs(&deviation) {
                let strict = deviation.as_error().command_status();
                let strict = explain::status(strict, self.version);
                self.line(format_args!(
                    "       ! deviation: {deviation}; strictly {strict}"
                ));
            } else {
                self.deviations.push(deviation);
            }
        }
    }

    fn row(&mut self, name: &str, value: impl fmt::Display) {
        let offset = self.offset;
        let indent = if self.list.is_some() { "  " } else { "" };
        let width = 28 - indent.len();
        self.line(format_args!("{offset:>6}  {indent}{name:<width$}  {value}"));
    }

    fn rows(&mut self, rows: &Rows<'_>) {
        // A `String` takes everything.
        let _ = write!(self.text, "{rows}");
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        let _ = writeln!(self.text, "{line}");
    }
}

impl Visitor for Tree {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
        let name = field.name();
        match value {
            FieldValue::Integer(value) => {
                self.row(name, explain::integer(field, value, self.version));
            }
            FieldValue::COctets(value) => {
                self.row(name, format_args!("\"{}\"", value.escape_ascii()));
            }
            FieldValue::Octets(value) => self.octets(name, "", value),
            _ => self.row(name, "absent"),
        }
        self.notes_here(name);
        self.offset += octets;
    }

    fn list(&mut self, count: &'static Field, entries: usize) {
        self.list = Some(List {
            name: count.entries().unwrap_or("entry"),
            entries,
            entry: 0,
        });
    }

    fn entry(&mut self) {
        let Some(list) = &mut self.list else { return };
        list.entry += 1;
        let line = format!("        {} {} of {}", list.name, list.entry, list.entries);
        self.line(format_args!("{line}"));
    }

    fn end_list(&mut self) {
        self.list = None;
    }
}

/// `1 octet`, `2 octets`
struct Count(usize);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 octet"),
            octets => write!(f, "{octets} octets"),
        }
    }
}
