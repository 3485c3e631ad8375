//! Every quirk of the catalogue that concerns a session, played by a misbehaving peer on a pair.
//!
//! Each is played whole and octet by octet (Q13 to Q15). Q25, a state machine that refuses what is
//! legal, is the session's own test of its matrix; the other numbers concern what a PDU says, and
//! are the codec's and the message functions'.
//!
//! The random runs of `tests/simulation.rs` play the same changes anywhere, in any order.

use core::time::Duration;

use smpp_session::{BindType, CloseReason, Role, State};
use smpp_simulator::{Operation, Pair, QUIRKS, Quirk, Setup};

/// Which frame is changed on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Played {
    Bind,
    BindResp,
    /// A `submit_sm`.
    Request,
    /// The `submit_sm_resp`.
    Response,
    /// The `deliver_sm_resp`.
    DeliverResp,
    EnquireLinkResp,
    UnbindResp,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug)]
enum Then {
    /// The session is bound and goes on; so many of its one request are answered by then.
    GoesOn(usize),
    /// The ESME is told that it is not bound, and may ask again.
    Refused,
    /// Both sides are closed, the one that was done wrong for this reason.
    Ends(fn(CloseReason) -> bool),
}

use Played::{Bind, BindResp, DeliverResp, EnquireLinkResp, Request, Response, UnbindResp};
use Then::{Ends, GoesOn, Refused};

const NACKED: Then = Ends(|reason| matches!(reason, CloseReason::Frame(_)));
const UNBOUND: Then = Ends(|reason| reason == CloseReason::Unbound);
const LATE: Then = Ends(|reason| reason == CloseReason::UnbindTimeout);

/// The number, what it is, the change, the frame, and what follows.
type Row = (&'static str, &'static str, Quirk, Played, Then);

#[rustfmt::skip]
const TABLE: &[Row] = &[
    ("Q01", "an error is a header alone", Quirk::Refusal(b""), Response, GoesOn(1)),
    ("Q02", "an error with a NUL", Quirk::Refusal(b"\0"), Response, GoesOn(1)),
    ("Q03", "an error with a message_id", Quirk::Refusal(b"0A0000\0"), Response, GoesOn(1)),
    ("Q04", "an error with TLVs and no message_id", Quirk::Refusal(b"\x04\x23\0\x03\x03\0\x0b"), Response, GoesOn(1)),
    ("Q05", "ESME_ROK without a body", Quirk::NoBody, Response, GoesOn(1)),
    ("Q05", "the same for deliver_sm", Quirk::NoBody, DeliverResp, GoesOn(1)),
    ("Q06", "a message_id without its NUL", Quirk::Unterminated, Response, GoesOn(1)),
    ("Q07", "deliver_sm_resp with two NULs", Quirk::Append(b"\0"), DeliverResp, GoesOn(1)),
    ("Q08", "enquire_link_resp with a NUL", Quirk::Append(b"\0"), EnquireLinkResp, GoesOn(0)),
    ("Q08", "unbind_resp with a NUL", Quirk::Append(b"\0"), UnbindResp, UNBOUND),
    ("Q09", "a response never comes", Quirk::Drop, Response, GoesOn(0)),
    ("Q09", "a response comes twice", Quirk::Double, Response, GoesOn(1)),
    ("Q10", "another sequence_number", Quirk::WrongNumber(1), Response, GoesOn(0)),
    ("Q11", "a nack instead of the response", Quirk::Nack, Response, GoesOn(1)),
    ("Q11", "a nack with number 0", Quirk::NackZero, Response, GoesOn(0)),
    ("Q12", "unbind_resp never comes", Quirk::Drop, UnbindResp, LATE),
    ("Q13", "many PDUs in one read", Quirk::Flood, Response, GoesOn(1)),
    ("Q16", "a command_length of 15", Quirk::TinyLength, Request, NACKED),
    ("Q17", "an absurd command_length", Quirk::HugeLength, Request, NACKED),
    ("Q17", "a peer that speaks HTTP", Quirk::Http, Bind, NACKED),
    ("Q18", "sequence_number 0", Quirk::OddNumber(0), Request, GoesOn(0)),
    ("Q18", "a sequence_number above the range", Quirk::OddNumber(u32::MAX), Request, GoesOn(0)),
    ("Q19", "one sequence_number for many requests", Quirk::Flood, Request, GoesOn(1)),
    ("Q20", "an unknown request", Quirk::UnknownId(0x0001_0203), Request, GoesOn(1)),
    ("Q20", "an unknown response", Quirk::UnknownId(0x0001_0203), Response, GoesOn(0)),
    ("Q21", "a status in a request", Quirk::Status(0x22), Request, GoesOn(1)),
    ("Q22", "an unknown status", Quirk::Status(0x45F), Response, GoesOn(1)),
    ("Q23", "a message behind the bind response", Quirk::Deliver, BindResp, GoesOn(0)),
    ("Q24", "enquire_link before the bind", Quirk::EnquireLink, Bind, GoesOn(0)),
    ("Q26", "interface_version 0", Quirk::InterfaceVersion(0), Bind, GoesOn(0)),
    ("Q26", "interface_version 0xFF", Quirk::InterfaceVersion(0xFF), Bind, GoesOn(0)),
    ("Q27", "no sc_interface_version", Quirk::NoTlv, BindResp, GoesOn(0)),
    ("Q28", "an address_range without its NUL", Quirk::Unterminated, Bind, GoesOn(0)),
    ("Q30", "a TLV on a bind", Quirk::Append(b"\x21\x67\0\x01x"), Bind, GoesOn(0)),
    ("Q31", "already bound, says the centre", Quirk::Status(0x05), BindResp, Refused),
    ("Q32", "a NUL behind the message", Quirk::Append(b"\0"), Request, GoesOn(1)),
    ("Q33", "a message longer than the PDU", Quirk::Shorten, Request, GoesOn(1)),
    ("Q35", "three octets behind the message", Quirk::Append(b"\0\x01\x02"), Request, GoesOn(1)),
    ("Q36", "a TLV longer than the PDU", Quirk::Append(b"\0\x1e\0\x413005"), Request, GoesOn(1)),
    ("Q45", "64 KiB of payload", Quirk::Payload, Request, GoesOn(1)),
    ("Q45", "64 KiB before the bind", Quirk::Payload, Bind, NACKED),
    ("Q70", "a request of SMPP+", Quirk::UnknownId(0x0100_0001), Request, GoesOn(1)),
];

fn pair(piece: usize) -> Pair {
    let calm = Setup::calm();
    let config = calm
        .esme
        .0
        .with_unbind_timeout(Some(Duration::from_secs(5)));
    Pair::new(Setup {
        esme: (config, 8),
        mc: (config, 8),
        piece,
        quirks: true,
        accepts: true,
        ..calm
    })
}

fn states(pair: &Pair) -> [State; 2] {
    [Role::Esme, Role::MessageCenter].map(|role| pair.side(role).session.state())
}

/// Long enough for everything that is on its way, and for an unbind.
fn wait(pair: &mut Pair) {
    for _ in 0..8 {
        pair.apply(Operation::Wait(1_000));
    }
}

/// One request of this side, which the other accepts.
fn exchange(pair: &mut Pair, from: Role, on_request: Option<Quirk>, on_response: Option<Quirk>) {
    let play = |pair: &mut Pair, role, quirk: Option<Quirk>| {
        if let Some(quirk) = quirk {
            pair.apply(Operation::Misbehave(role, quirk));
        }
    };
    play(pair, from, on_request);
    pair.apply(Operation::Request(from, 3));
    wait(pair);
    play(pair, from.peer(), on_response);
    // Of many copies of one request all are answered, and the first answer counts.
    for _ in 0..20 {
        pair.apply(Operation::Answer(from.peer(), 0, 2));
    }
    wait(pair);
}

fn play(pair: &mut Pair, quirk: Quirk, played: Played) {
    let (esme, mc) = (Role::Esme, Role::MessageCenter);
    match played {
        Bind => pair.apply(Operation::Misbehave(esme, quirk)),
        BindResp => pair.apply(Operation::Misbehave(mc, quirk)),
        _ => {}
    }
    pair.apply(Operation::Bind(BindType::Transceiver));
    wait(pair);
    match played {
        Bind | BindResp => {}
        Request => exchange(pair, esme, Some(quirk), None),
        Response => exchange(pair, esme, None, Some(quirk)),
        DeliverResp => exchange(pair, mc, None, Some(quirk)),
        EnquireLinkResp => {
            pair.apply(Operation::Misbehave(mc, quirk));
            pair.apply(Operation::EnquireLink(esme));
        }
        UnbindResp => {
            pair.apply(Operation::Misbehave(mc, quirk));
            pair.apply(Operation::Unbind(esme));
        }
    }
    wait(pair);
}

fn answered(pair: &Pair) -> usize {
    let by = [Role::Esme, Role::MessageCenter];
    by.map(|role| pair.side(role).ledger.totals().1)
        .iter()
        .sum()
}

#[test]
fn a_session_survives_every_quirk_or_ends_for_its_reason() {
    let pieces = [100_000, 1];
    for (&(number, what, quirk, played, then), piece) in TABLE
        .iter()
        .flat_map(|row| pieces.map(|piece| (row, piece)))
    {
        let told = format!("{number}, {what}: {quirk:?} on {played:?}, {piece} at once");
        let mut pair = pair(piece);
        play(&mut pair, quirk, played);
        match then {
            GoesOn(expected) => {
                assert_eq!(states(&pair), [State::BoundTrx; 2], "{told}");
                assert_eq!(answered(&pair), expected, "{told}");
                exchange(&mut pair, Role::Esme, None, None);
                exchange(&mut pair, Role::MessageCenter, None, None);
                assert_eq!(
                    answered(&pair),
                    expected + 2,
                    "{told}: the next are answered"
                );
            }
            Refused => {
                assert_eq!(pair.side(Role::Esme).session.state(), State::Open, "{told}");
                // The centre thinks it is bound, and says so to the next bind as well.
                pair.apply(Operation::Bind(BindType::Transceiver));
                wait(&mut pair);
                assert_eq!(pair.side(Role::Esme).session.state(), State::Open, "{told}");
                assert!(!pair.side(Role::MessageCenter).is_closed(), "{told}");
            }
            Ends(is_it) => {
                assert_eq!(states(&pair), [State::Closed; 2], "{told}");
                let reasons = [Role::Esme, Role::MessageCenter];
                let reasons = reasons.map(|role| pair.side(role).session.close_reason());
                assert!(
                    reasons.into_iter().flatten().any(is_it),
                    "{told}: {reasons:?}"
                );
            }
        }
        let _ = pair.finish();
    }
}

/// What the random runs play is what the table lists, or a mix of it.
#[test]
fn the_random_runs_play_every_quirk_of_the_table() {
    for (number, what, quirk, ..) in TABLE {
        assert!(QUIRKS.contains(quirk), "{number}, {what}: {quirk:?}");
    }
}
