//! Law 3: the same octets in any split give the same events, and the same answers.

use smpp_codec::pdu::{Bind, BindResp, Body};
use smpp_codec::{CommandId, CommandStatus, Dialect, Pdu, Tolerance};
use smpp_session::{BindType, CloseReason, Config, Event, Instant, Role, Session, WindowSlot};

use crate::quirk::QUIRKS;
use crate::rng::Rng;

const NOW: Instant = Instant::from_micros(5);

/// What came of a stream: each event in words, what was written, how it ended.
#[derive(Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "for tests to compare")]
pub struct Outcome {
    /// Each event.
    pub events: Vec<String>,
    /// What was written, less the nack of a broken stream: whether its number is known depends on
    /// how many octets have come.
    pub written: Vec<u8>,
    /// How it ended; of a broken stream only its length.
    pub end: Option<String>,
}

/// Feeds a stream to a session in pieces of these sizes; a size of 0 ends the list.
///
/// The application answers everything at once: a bind with `ESME_ROK`, a request with an error.
pub fn feed(role: Role, stream: &[u8], mut piece: impl FnMut() -> usize) -> Outcome {
    let slots = [WindowSlot::EMPTY; 4];
    let mut written = Vec::new();
    let mut session = match role {
        Role::Esme => Session::esme(Config::default(), slots, NOW),
        Role::MessageCenter => Session::message_center(Config::default(), slots, NOW),
    };
    if role == Role::Esme {
        let bind = session.bind(NOW, BindType::Transceiver, Bind::default(), &mut written);
        bind.expect("an open session may bind");
    }
    let (mut events, mut buffer, mut rest, mut token) = (Vec::new(), Vec::new(), stream, 0_u32);
    let mut before_nack = written.len();
    while !rest.is_empty() && session.close_reason().is_none() {
        let (now, later) = rest.split_at(piece().clamp(1, rest.len()));
        rest = later;
        buffer.extend_from_slice(now);
        let mut used = 0;
        loop {
            if session.close_reason().is_none() {
                before_nack = written.len();
            }
            let Some(frame) = session.next_frame(NOW, &buffer[used..], &mut written) else {
                break;
            };
            used += frame.len();
            let event = session.handle_frame(NOW, frame, &mut written);
            events.push(format!("{event:?}"));
            match event {
                Ok(Event::Bind { responder, .. }) => {
                    let _ = session.accept_bind(NOW, responder, b"mc", &mut written);
                }
                Ok(Event::Request { responder, .. }) => {
                    let status = CommandStatus::ESME_RSYSERR;
                    let _ = session.refuse(NOW, responder, status, &mut written);
                }
                _ => {}
            }
            // A request of its own after each, so that responses have something to answer.
            let request = match role {
                Role::Esme => CommandId::SUBMIT_SM,
                Role::MessageCenter => CommandId::DELIVER_SM,
            };
            if let Some(body) = Body::default_for(request) {
                token += u32::from(session.request(NOW, body, token, &mut written).is_ok());
            }
            while let Some(event) = session.poll_event() {
                events.push(format!("{event:?}"));
            }
        }
        buffer.drain(..used);
    }
    let end = session.close_reason().map(|reason| match reason {
        CloseReason::Frame(error) => {
            written.truncate(before_nack);
            format!("length {}", error.command_length())
        }
        reason => reason.to_string(),
    });
    if end.as_ref().is_some_and(|end| end.starts_with("length")) {
        while session.poll_event().is_some() {}
    }
    Outcome {
        events,
        written,
        end,
    }
}

/// A stream as a peer might send it, misbehaving now and then.
#[must_use]
pub fn stream(role: Role, rng: &mut Rng) -> Vec<u8> {
    let dialect = Dialect {
        tolerance: Tolerance::COMMON,
        ..Dialect::STRICT
    };
    let mut stream = Vec::new();
    let mut push = |number: u32, body: Body<'_>| {
        let mut frame = Vec::new();
        if Pdu::new(number, body).encode(dialect, &mut frame).is_ok() {
            if rng.below(6) == 0 {
                let quirk = rng.below(QUIRKS.len() as u64);
                frame = QUIRKS[usize::try_from(quirk).unwrap_or(0)].apply(&frame);
            }
            stream.extend(frame);
        }
        rng.below(1_000)
    };
    let bind_type = BindType::Transceiver;
    let first: Body<'_> = match role {
        Role::Esme => {
            let system_id = Some(&b"mc"[..]);
            bind_type.response(BindResp {
                system_id,
                ..BindResp::default()
            })
        }
        Role::MessageCenter => bind_type.request(Bind::default()),
    };
    let mut dice = push(1, first);
    for number in 2..20 {
        let ids = [
            CommandId::SUBMIT_SM,
            CommandId::DELIVER_SM,
            CommandId::SUBMIT_SM_RESP,
            CommandId::DELIVER_SM_RESP,
            CommandId::ENQUIRE_LINK,
            CommandId::DATA_SM,
            CommandId::GENERIC_NACK,
            CommandId::QUERY_SM,
        ];
        let id = if dice > 985 {
            CommandId::UNBIND
        } else {
            ids[dice as usize % 8]
        };
        if let Some(body) = Body::default_for(id) {
            dice = push(number, body);
        }
    }
    stream
}

/// Compares one read, one octet at a time, and random pieces.
///
/// # Panics
/// If they differ.
pub fn check(role: Role, stream: &[u8], rng: &mut Rng) {
    let whole = feed(role, stream, || usize::MAX);
    assert_eq!(
        feed(role, stream, || 1),
        whole,
        "octet by octet: {stream:02x?}"
    );
    let random = feed(role, stream, || {
        usize::try_from(rng.below(40)).unwrap_or(1) + 1
    });
    assert_eq!(random, whole, "in random pieces: {stream:02x?}");
}
