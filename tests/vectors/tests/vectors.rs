//! Every vector, in strict and in tolerant mode.

mod support;

use std::fmt::Debug;

use smpp_codec::frame::Frame;
use smpp_codec::{CommandId, CommandStatus, Header, Pdu};
use smpp_vectors::{Answer, End, Fault, FieldValue, Typed, Vector, Verdict};
use support::{Rest, decode, dialects, encode, fault, fields, frames, max_octets, pdu_name, tlvs};

/// The differences of one vector.
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
    Header::decode(frame).expect("a frame has a header")
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

/// The runner itself: a vector that is wrong in any one respect is reported.
#[test]
fn a_wrong_vector_is_seen() {
    let vectors = smpp_vectors::merged().unwrap();
    let find = |id: &str| {
        vectors
            .iter()
            .find(|vector| vector.id == id)
            .unwrap()
            .clone()
    };
    let seen = |vector: &Vector| {
        let mut report = Report {
            vector,
            lines: Vec::new(),
        };
        check(vector, &mut report);
        !report.lines.is_empty()
    };
    type Tamper = fn(&mut Vector);
    let cases: [(&str, &[Tamper]); 5] = [
        (
            "submit_sm-3.4-typical",
            &[
                |v| v.verdict = Verdict::AcceptableDeparture,
                |v| v.reencode = Some("tolerant".into()),
                |v| v.fields.truncate(9),
                |v| v.fields[4].value = FieldValue::Integer(9),
                |v| v.fields[5].name = "service_type".into(),
                |v| v.tlvs[0].typed = Typed::Integer(43),
                |v| v.tlvs[0].octets = vec![0],
                |v| v.tlvs[0].name = None,
                |v| v.tlvs.clear(),
                |v| v.trailing = vec![0],
                |v| v.octets[40] ^= 1,
                |v| v.version = "3.3".into(),
            ],
        ),
        (
            "q32-submit_sm-3.4",
            &[
                |v| v.deviations.clear(),
                |v| v.deviations[0].offset += 1,
                |v| v.deviations[0].kind = "overrun".into(),
                |v| v.deviations[0].field = "short_message".into(),
                |v| v.error.as_mut().unwrap().1 = 0,
                |v| v.error = None,
                |v| v.answer = Some(None),
                |v| v.trailing.clear(),
                |v| v.reencode = Some("same".into()),
            ],
        ),
        (
            "submit_sm-3.4-validity_period-unterminated",
            &[
                |v| v.error.as_mut().unwrap().0.offset += 1,
                |v| v.verdict = Verdict::InvalidAndFatal,
                |v| v.answer.as_mut().unwrap().as_mut().unwrap().sequence_number = 2,
            ],
        ),
        (
            "resynchronisation-bad_body_between_good_ones",
            &[
                |v| v.frames.as_mut().unwrap()[1].verdict = Verdict::Valid,
                |v| v.frames.as_mut().unwrap()[2].octets = 17,
                |v| v.frames = None,
                |v| v.end = End::Need(3),
            ],
        ),
        (
            "q17-http_response",
            &[
                |v| v.looks_like = None,
                |v| v.verdict = Verdict::Incomplete,
                |v| v.error.as_mut().unwrap().0.kind = "length".into(),
                |v| v.max_octets = Some(u32::MAX),
            ],
        ),
    ];
    for (id, tampers) in cases {
        assert!(!seen(&find(id)), "{id} holds as it is");
        for (place, tamper) in tampers.iter().enumerate() {
            let mut vector = find(id);
            tamper(&mut vector);
            assert!(seen(&vector), "{id}: change {place} went unseen");
        }
    }
}
