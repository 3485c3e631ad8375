//! One complete exchange of two sessions in memory, and what the codec alone has of it.

use std::hint::black_box;

use smpp_codec::pdu::{Bind, SubmitSm, SubmitSmResp};
use smpp_codec::values::Address;
use smpp_codec::{CommandStatus, Dialect, Pdu};
use smpp_session::{BindType, Config, Event, Instant, Session, WindowSlot};

/// A session whose window lies on the heap, so that it can be of any size.
type Side = Session<u32, Vec<WindowSlot<u32>>>;

const NOW: Instant = Instant::from_micros(1);

/// The token of the requests that are answered.
const TOKEN: u32 = 1;

fn message() -> SubmitSm<'static> {
    SubmitSm::new(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        b"Your code is 123456. Do not tell it to anybody, whoever may ask for it.",
    )
}

const MESSAGE_ID: &[u8] = b"0123456789";

/// Calls with room to write to, and gives what was written.
fn written(buffer: &mut [u8; 512], write: impl FnOnce(&mut &mut [u8])) -> &[u8] {
    let all = buffer.len();
    let mut room = buffer.as_mut_slice();
    write(&mut room);
    let used = all - room.len();
    &buffer[..used]
}

/// An ESME and a message centre, bound, and the octets between them.
#[derive(Debug)]
pub struct Exchange {
    esme: Side,
    mc: Side,
    to_mc: [u8; 512],
    to_esme: [u8; 512],
    message: SubmitSm<'static>,
}

impl Exchange {
    /// A pair with so large a window, of which all but one is on its way.
    ///
    /// # Panics
    /// If a window of 0 is asked for.
    #[must_use]
    pub fn new(window: usize) -> Self {
        let slots = || (0..window).map(|_| WindowSlot::EMPTY).collect();
        let mut pair = Self {
            esme: Session::esme(Config::default(), slots(), NOW),
            mc: Session::message_center(Config::default(), slots(), NOW),
            to_mc: [0; 512],
            to_esme: [0; 512],
            message: message(),
        };
        let frame = written(&mut pair.to_mc, |out| {
            let bind = Bind::default();
            let sent = pair.esme.bind(NOW, BindType::Transceiver, bind, out);
            sent.expect("open");
        });
        let Ok(Event::Bind { responder, .. }) = pair.mc.handle_frame(NOW, frame, &mut Vec::new())
        else {
            panic!("a bind")
        };
        let frame = written(&mut pair.to_esme, |out| {
            let bound = pair.mc.accept_bind(NOW, responder, b"mc", out);
            bound.expect("asked");
        });
        let bound = pair.esme.handle_frame(NOW, frame, &mut Vec::new());
        assert!(matches!(bound, Ok(Event::Bound(_))));
        for _ in 1..window {
            let sent = pair.esme.request(NOW, pair.message, 0, &mut Vec::new());
            sent.expect("room in the window");
        }
        pair
    }

    /// Request encoded, received, answered, answer received.
    ///
    /// # Panics
    /// If anything else happens.
    pub fn run(&mut self) {
        let Self {
            esme,
            mc,
            to_mc,
            to_esme,
            message,
        } = self;
        let stream = written(to_mc, |out| {
            let sent = esme.request(NOW, black_box(*message), TOKEN, out);
            sent.expect("room in the window");
        });
        let stream = written(to_esme, |out| {
            let frame = mc.next_frame(NOW, black_box(stream), out).expect("whole");
            let Ok(Event::Request { pdu, responder }) = mc.handle_frame(NOW, frame, out) else {
                panic!("a request")
            };
            black_box(&pdu);
            let answer = SubmitSmResp::accepted(black_box(MESSAGE_ID));
            let sent = mc.respond(NOW, responder, CommandStatus::ESME_ROK, answer, out);
            sent.expect("asked");
        });
        written(to_mc, |out| {
            let frame = esme.next_frame(NOW, black_box(stream), out).expect("whole");
            let Ok(Event::Response { token, pdu, .. }) = esme.handle_frame(NOW, frame, out) else {
                panic!("a response")
            };
            black_box(&pdu);
            assert_eq!(token, TOKEN);
        });
    }

    /// The same PDUs encoded and decoded, and no session.
    ///
    /// # Panics
    /// If one is not valid.
    pub fn run_codec_alone(&mut self) {
        let dialect = *black_box(&Dialect::STRICT);
        let code = |buffer, pdu: &Pdu<'_>| {
            let frame = written(buffer, |out| {
                pdu.encode(dialect, out).expect("room");
            });
            black_box(&Pdu::decode(black_box(frame), dialect)).is_ok()
        };
        assert!(code(&mut self.to_mc, &Pdu::new(1, black_box(self.message))));
        let answer = SubmitSmResp::accepted(black_box(MESSAGE_ID));
        assert!(code(&mut self.to_esme, &Pdu::new(1, answer)));
    }
}
