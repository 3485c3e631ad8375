//! A session whose peer does its worst, and the policies beside it.

use core::time::Duration;
use std::hint::black_box;

use smpp_codec::pdu::{Bind, Body, DeliverSm, EnquireLink, SubmitSm};
use smpp_codec::{CommandId, Dialect, HEADER_OCTETS, Header, Pdu};
use smpp_session::{BindType, Config, Event, Instant, Pacer, PacerConfig, Session, WindowSlot};

use crate::{Case, case};

type Sized = Session<u32, Vec<WindowSlot<u32>>>;

const NOW: Instant = Instant::from_micros(1);

pub(crate) const CASES: &[Case] = &[
    case("Session::next_frame, an octet at a time", 16_000, |size| {
        let (mut session, _) = center(0, Config::default());
        let mut frame = frame(2, SubmitSm::default());
        frame.resize(size, 0);
        frame[..4].copy_from_slice(&u32::try_from(size).unwrap().to_be_bytes());
        Box::new(move || {
            for end in 1..frame.len() {
                let mut room = [0; 64];
                let found = session.next_frame(NOW, &frame[..end], &mut room.as_mut_slice());
                assert_eq!(found, None);
            }
            assert_eq!(session.close_reason(), None);
        })
    }),
    case(
        "Session, a window that is answered from its end",
        2_000,
        |size| {
            let (mut session, responses) = window(size);
            Box::new(move || {
                for response in responses.iter().rev() {
                    let mut room = [0; 64];
                    let event = session.handle_frame(NOW, response, &mut room.as_mut_slice());
                    assert!(matches!(event, Ok(Event::Response { .. })));
                }
                assert_eq!(session.outstanding(), 0);
            })
        },
    ),
    case("Session, a window that expires", 2_000, |size| {
        let (mut session, _) = window(size);
        Box::new(move || {
            let late = NOW.saturating_add(Duration::from_secs(61));
            let mut expired = 0;
            while session.poll_event().is_some() {
                expired += 1;
            }
            assert_eq!(expired, 0, "nothing is late yet");
            let mut room = [0; 64];
            session.handle_timeout(late, &mut room.as_mut_slice());
            while session.poll_event().is_some() {
                expired += 1;
                black_box(session.poll_timeout());
            }
            assert!(expired >= size);
        })
    }),
    case("Session, answers that nobody waits for", 2_000, |size| {
        let (mut session, _) = center(4, Config::default());
        let response = frame(99, smpp_codec::pdu::DeliverSmResp::default());
        Box::new(move || {
            for _ in 0..size {
                let mut room = [0; 64];
                let event = session.handle_frame(NOW, &response, &mut room.as_mut_slice());
                assert!(matches!(event, Ok(Event::Unmatched(_))));
            }
        })
    }),
    case(
        "Session, requests that the application leaves unanswered",
        2_000,
        |size| {
            let config = Config::new().with_max_unanswered(10);
            let (mut session, _) = center(0, config);
            let request = frame(2, SubmitSm::default());
            Box::new(move || {
                for _ in 0..size {
                    let mut room = [0; 64];
                    let event = session.handle_frame(NOW, &request, &mut room.as_mut_slice());
                    black_box(event.is_ok());
                }
                assert_eq!(session.unanswered(), 10, "the rest is throttled");
                assert_eq!(session.close_reason(), None);
                assert_eq!(session.close_reason(), None);
            })
        },
    ),
    case("Session, enquire_link without end", 2_000, |size| {
        let (mut session, _) = center(0, Config::default());
        let request = frame(2, EnquireLink::default());
        Box::new(move || {
            for _ in 0..size {
                let mut room = [0; 64];
                let event = session.handle_frame(NOW, &request, &mut room.as_mut_slice());
                assert!(event.is_ok());
            }
        })
    }),
    case("Pacer", 2_000, |size| {
        let mut pacer = Pacer::new(PacerConfig::default(), NOW);
        Box::new(move || {
            let mut now = NOW;
            for _ in 0..size {
                now = pacer.ready_at(now);
                pacer.sent(now);
                pacer.answered(now, smpp_codec::CommandStatus::ESME_RTHROTTLED, None);
            }
        })
    }),
];

/// A message centre with an ESME bound to it, and how many octets were written.
fn center(window: usize, config: Config) -> (Sized, usize) {
    let slots = (0..window).map(|_| WindowSlot::EMPTY).collect();
    let mut session = Session::message_center(config, slots, NOW);
    let bind = frame(1, BindType::Transceiver.request(Bind::default()));
    let mut out = Vec::new();
    let event = session.handle_frame(NOW, &bind, &mut out).unwrap();
    let Event::Bind { responder, .. } = event else {
        unreachable!("a bind is an event");
    };
    session
        .accept_bind(NOW, responder, b"mc", &mut out)
        .unwrap();
    (session, out.len())
}

/// A session whose window is full, and the responses that would empty it.
fn window(size: usize) -> (Sized, Vec<Vec<u8>>) {
    let (mut session, _) = center(size, Config::default());
    let mut responses = Vec::new();
    for token in 0..u32::try_from(size).unwrap() {
        let mut out = Vec::new();
        let sent = session.request(NOW, DeliverSm::default(), token, &mut out);
        assert!(sent.is_ok());
        let header = Header::decode(&out[..HEADER_OCTETS]).unwrap();
        assert_eq!(header.command_id, CommandId::DELIVER_SM);
        responses.push(frame(
            header.sequence_number,
            smpp_codec::pdu::DeliverSmResp::default(),
        ));
    }
    assert!(session.is_window_full());
    (session, responses)
}

fn frame<'a>(number: u32, body: impl Into<Body<'a>>) -> Vec<u8> {
    let mut frame = Vec::new();
    Pdu::new(number, body)
        .encode(Dialect::TOLERANT, &mut frame)
        .unwrap();
    frame
}
