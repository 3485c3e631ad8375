//! Refused strings, times and messages: a NUL inside, too long, a length that a time cannot have.

use smpp_codec::pdu::Body;
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandId, Dialect, Field, Kind};

use super::table::Holds::{self, Date, Message, Time};
use super::table::table;
use super::{MESSAGE, accepted, each, letters, refusal};

#[test]
fn every_string_and_message_of_every_pdu_is_in_the_table() {
    struct Names(CommandId, Vec<(CommandId, &'static str)>);

    impl Visitor for Names {
        fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
            if let FieldValue::COctets(_) | FieldValue::Octets(_) = value {
                self.1.push((self.0, field.name()));
            }
        }
    }

    let table = table();
    // What the PDUs of the table show, with lists of every kind of entry.
    let mut names = Names(CommandId(0), Vec::new());
    for row in &table {
        names.0 = row.id;
        (row.body)(b"").visit(&mut names);
    }
    for (id, name) in &names.1 {
        let listed = table
            .iter()
            .filter(|row| row.id == *id && row.name == *name);
        assert_eq!(listed.count(), 1, "{id} {name}");
    }
    for row in &table {
        let shown = names.1.contains(&(row.id, row.name));
        assert!(shown, "{} has no {}", row.id, row.name);
    }
    // And every PDU that has any field of this kind by default, or is a header only.
    for id in CommandId::KNOWN.iter().copied() {
        let header_only = Body::default_for(id).is_some_and(|body| {
            let mut fields = Count(0);
            body.visit(&mut fields);
            fields.0 == 0
        });
        let listed = table.iter().any(|row| row.id == id);
        assert_eq!(listed, !header_only, "{id}");
    }
}

struct Count(usize);

impl Visitor for Count {
    fn field(&mut self, _: &'static Field, _: FieldValue<'_>, _: usize) {
        self.0 += 1;
    }
}

#[test]
fn a_nul_in_any_string_is_refused_wherever_it_stands_and_whatever_is_tolerated() {
    each(|row, _, version| {
        let lengths: &[usize] = match row.holds {
            Message => {
                return accepted(&(row.body)(&[0; 9]), Dialect::STRICT.with_version(version));
            }
            Holds::String(_) => &[1, 4, 5],
            Time => &[16],
            Date => &[12, 16],
        };
        for octets in lengths.iter().copied() {
            for at in 0..octets {
                let mut value = vec![b'1'; octets];
                value[at] = 0;
                let body = (row.body)(Vec::leak(value));
                for dialect in [Dialect::STRICT, Dialect::TOLERANT] {
                    let refused = refusal(&body, dialect.with_version(version));
                    assert_eq!(refused, (Kind::EmbeddedNul, row.name), "{}", row.id);
                }
            }
        }
    });
}

#[test]
fn every_field_is_accepted_at_its_limit_and_refused_above_it() {
    each(|row, at, version| {
        let strict = Dialect::STRICT.with_version(version);
        let (most, kind) = match row.holds {
            Holds::String(octets) => (octets[at] - 1, Kind::TooLong),
            Message => (MESSAGE[at], Kind::TooLong),
            Time | Date => (16, Kind::Length),
        };
        accepted(&(row.body)(letters(most)), strict);
        for octets in [most + 1, most + 2, 300, 70_000] {
            let body = (row.body)(letters(octets));
            assert_eq!(
                refusal(&body, strict),
                (kind, row.name),
                "{} {octets}",
                row.id
            );
        }
        // A string has no count before it: who tolerates a long one can read it back. A message
        // has one, of one octet.
        let tolerant = Dialect::TOLERANT.with_version(version);
        let long = (row.body)(letters(256));
        match row.holds {
            Message => assert_eq!(refusal(&long, tolerant), (Kind::TooLong, row.name)),
            _ => accepted(&long, tolerant),
        }
    });
}

#[test]
fn a_time_of_any_other_length_is_refused() {
    each(|row, _, version| {
        let strict = Dialect::STRICT.with_version(version);
        for octets in 1..16 {
            let body = (row.body)(letters(octets));
            match row.holds {
                Date if octets == 12 => accepted(&body, strict),
                Time | Date => assert_eq!(refusal(&body, strict), (Kind::Length, row.name)),
                _ => {}
            }
        }
    });
}
