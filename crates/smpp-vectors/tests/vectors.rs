//! Every vector, in strict and in tolerant mode.

mod support;

use std::collections::BTreeSet;
use std::fmt::Debug;

use smpp_codec::frame::Frame;
use smpp_codec::tlv::TlvTag;
use smpp_codec::{CommandId, CommandStatus, Header, Pdu};
use smpp_vectors::{Answer, End, Fault, Vector, Verdict};
use support::{Rest, decode, dialects, encode, fault, fields, frames, max_octets, pdu_name, tlvs};

/// What does not hold of one vector.
struct Report<'v> {
    vector: &'v Vector,
    lines: Vec<String>,
}

impl Report<'_> {
    fn same<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            let (expected, found) = (shorten(expected), shorten(found));
            self.lines.push(format!(
                "  {what}\n    vector: {expected}\n    codec:  {found}"
            ));
        }
    }

    fn fail(&mut self, what: &str) {
        self.lines.push(format!("  {what}"));
    }
}

fn shorten(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(1200) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

#[test]
fn every_vector_holds() {
    let vectors = smpp_vectors::merged().unwrap();
    let mut wrong = 0;
    for vector in &vectors {
        let mut report = Report {
            vector,
            lines: Vec::new(),
        };
        check(vector, &mut report);
        if !report.lines.is_empty() {
            wrong += 1;
            if wrong <= 40 {
                eprintln!(
                    "{} ({})\n{}",
                    vector.id,
                    report.vector.file,
                    report.lines.join("\n")
                );
            }
        }
    }
    assert_eq!(wrong, 0, "{wrong} of {} vectors do not hold", vectors.len());
}

fn check(vector: &Vector, report: &mut Report<'_>) {
    let (found, rest) = frames(&vector.octets, max_octets(vector));
    match rest {
        Rest::Fatal(error) => {
            let kind = if error.command_length() < 16 {
                "length"
            } else {
                "too_long"
            };
            let at = Fault {
                kind: kind.into(),
                field: "command_length".into(),
                offset: 0,
            };
            let status = error.command_status().0;
            report.same("error", &vector.error, &Some((at, status)));
            let nack = error.nack();
            let answer = Answer {
                pdu: pdu_name(nack.command_id()),
                command_status: nack.command_status.0,
                sequence_number: nack.sequence_number,
            };
            report.same("answer", &vector.answer, &Some(Some(answer)));
            let looks_like = error
                .looks_like()
                .map(|foreign| format!("{foreign:?}").to_lowercase());
            report.same("looks_like", &vector.looks_like, &looks_like);
            report.same("verdict", &vector.verdict, &Verdict::InvalidAndFatal);
        }
        Rest::Need(octets) => {
            report.same("need", &vector.end, &End::Need(octets));
            report.same("verdict", &vector.verdict, &Verdict::Incomplete);
        }
        Rest::Clean => report.same("end", &vector.end, &End::Clean),
    }
    if let Some(parts) = &vector.frames {
        let expected: Vec<_> = parts
            .iter()
            .map(|part| (part.octets, part.pdu.clone(), part.verdict))
            .collect();
        let seen: Vec<_> = found
            .iter()
            .map(|frame| {
                (
                    frame.len(),
                    pdu_name(header(frame).command_id),
                    verdict(vector, frame),
                )
            })
            .collect();
        report.same("frames", &expected, &seen);
    } else if rest == Rest::Clean {
        match found.as_slice() {
            [frame] => single(vector, frame, report),
            _ => report.fail("not a single frame, and no `frames`"),
        }
    } else if !found.is_empty() {
        report.fail("whole frames, and no `frames`");
    }
}

fn header(frame: &[u8]) -> Header {
    Header::read(frame).expect("a frame has a header")
}

fn verdict(vector: &Vector, frame: &[u8]) -> Verdict {
    let [strict, tolerant] = dialects(vector);
    if Pdu::decode(frame, strict).is_ok() {
        Verdict::Valid
    } else if Pdu::decode(frame, tolerant).is_ok() {
        Verdict::AcceptableDeparture
    } else {
        Verdict::InvalidAndRecoverable
    }
}

/// A vector of one PDU.
fn single(vector: &Vector, frame: &[u8], report: &mut Report<'_>) {
    report.same("verdict", &vector.verdict, &verdict(vector, frame));
    let [strict, tolerant] = dialects(vector);
    let (strictly, deviations) = decode(frame, strict);
    let (tolerantly, departures) = decode(frame, tolerant);
    report.same("deviations of a strict decode", &Vec::new(), &deviations);

    let error = strictly.as_ref().err();
    let found = error.map(|error| (fault(error), error.command_status().0));
    report.same("strict error", &vector.error, &found);
    let status = error.map_or(CommandStatus::ESME_RINVCMDID, |error| {
        error.command_status()
    });
    let answer = Pdu::error_response(&header(frame), status).map(|answer| Answer {
        pdu: answer_name(status, &answer),
        command_status: answer.command_status.0,
        sequence_number: answer.sequence_number,
    });
    if let Some(expected) = &vector.answer {
        report.same("answer", expected, &answer);
    }

    match (&strictly, &tolerantly) {
        (Ok(pdu), _) => {
            accepted(vector, pdu, report);
            report.same("tolerant", &Ok(*pdu), &tolerantly);
            report.same("strict encoding", &Ok(frame.to_vec()), &encode(pdu, strict));
            report.same(
                "tolerant encoding",
                &Ok(frame.to_vec()),
                &encode(pdu, tolerant),
            );
            report.same("reencode", &vector.reencode.as_deref(), &Some("same"));
        }
        (Err(_), Ok(pdu)) => {
            accepted(vector, pdu, report);
            report.same(
                "tolerant encoding",
                &Ok(frame.to_vec()),
                &encode(pdu, tolerant),
            );
            if let Ok(octets) = encode(pdu, strict) {
                report.same("what strict encoding should refuse", &Vec::new(), &octets);
            }
            report.same("reencode", &vector.reencode.as_deref(), &Some("tolerant"));
        }
        (Err(_), Err(error)) => {
            let found = Some((fault(error), error.command_status().0));
            report.same("tolerant error", &vector.error, &found);
            report.same("reencode", &vector.reencode, &None);
        }
    }
    if tolerantly.is_ok() {
        report.same("deviations", &vector.deviations, &departures);
        let owned = Frame::decode(frame.to_vec().into(), tolerant);
        let again = owned.as_ref().map(|frame| frame.pdu());
        report.same(
            "the owned frame's view",
            &tolerantly,
            &again.map_err(|error| *error),
        );
    }
}

/// A `command_id` that makes no sense is answered by `generic_nack`; the codec leaves it to the
/// session to say so of an id that only this version lacks.
fn answer_name(status: CommandStatus, answer: &Pdu<'_>) -> String {
    if status == CommandStatus::ESME_RINVCMDID {
        pdu_name(CommandId::GENERIC_NACK)
    } else {
        pdu_name(answer.command_id())
    }
}

fn accepted(vector: &Vector, pdu: &Pdu<'_>, report: &mut Report<'_>) {
    report.same("fields", &vector.fields, &fields(pdu));
    report.same("TLVs", &vector.tlvs, &tlvs(pdu));
    report.same(
        "trailing",
        &vector.trailing.as_slice(),
        &pdu.body.tlvs().trailing(),
    );
}

#[test]
fn every_pdu_tlv_kind_and_verdict_has_vectors() {
    let vectors = smpp_vectors::merged().unwrap();
    assert!(vectors.len() >= 600, "{} vectors", vectors.len());
    let ids: BTreeSet<_> = vectors.iter().map(|vector| &vector.id).collect();
    assert_eq!(ids.len(), vectors.len(), "an id is used twice");

    for id in CommandId::KNOWN {
        let name = id.name().unwrap();
        for version in ["3.3", "3.4", "5.0"] {
            let stem = format!("{name}-{version}-");
            assert!(
                ids.iter().any(|id| id.starts_with(&stem)),
                "no vector {stem}…"
            );
        }
    }
    let valid: BTreeSet<_> = vectors
        .iter()
        .filter(|vector| vector.verdict == Verdict::Valid)
        .flat_map(|vector| vector.tlvs.iter().map(|tlv| tlv.tag))
        .collect();
    for tag in TlvTag::KNOWN {
        assert!(valid.contains(&tag.0), "no valid {tag}");
        assert!(support::keys::TAGS.contains(tag), "no key of {tag}");
    }
    let kinds: BTreeSet<_> = vectors
        .iter()
        .filter_map(|vector| vector.error.as_ref())
        .map(|(fault, _)| fault.kind.as_str())
        .collect();
    let expected = [
        "conflict",
        "length",
        "missing",
        "not_allowed",
        "overrun",
        "too_long",
        "trailing",
        "truncated",
        "unterminated",
        "value",
    ];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
    let verdicts: BTreeSet<_> = vectors
        .iter()
        .map(|vector| vector.verdict.words())
        .collect();
    assert_eq!(verdicts.len(), 5);
}
