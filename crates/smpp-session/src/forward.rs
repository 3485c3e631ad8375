//! Frames of another session, passed on as they are: what a routing entity does.

use smpp_codec::{Dialect, HEADER_OCTETS, Header, Pdu, Sink, Tolerance};

use crate::error::{LocalError, SendError};
use crate::event::Responder;
use crate::session::Session;
use crate::state::BindType;
use crate::window::WindowSlot;
use smpp_codec::Instant;

/// How many departures of one frame are told apart, where the versions differ.
const DEPARTURES: usize = 16;

/// By which flags a session accepts what only another version knows.
const OF_ANOTHER_VERSION: Tolerance = Tolerance::TLV_NOT_ALLOWED
    .with(Tolerance::TLV_LENGTH)
    .with(Tolerance::TOO_LONG)
    .with(Tolerance::COMMAND_VERSION);

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// Sends a request that another session has received, and answers the sequence number it took
    /// here: to the octet the same frame, but for that number.
    ///
    /// `dialect` is what the frame was decoded by. What that tolerated is passed on, where
    /// [`request`](Self::request) would refuse it. If this session speaks another version, what
    /// only the other knows is refused: a TLV that this one has not, or allows no such length, a
    /// string or a message that is too long for it; and so is a frame that departs from the
    /// specification in more than 16 places.
    ///
    /// Writes one PDU; starts a response timer. The work grows with the frame's length: it is read
    /// once, or twice if the versions differ.
    ///
    /// ```
    /// use smpp_codec::Dialect;
    /// # use smpp_codec::pdu::{Bind, SubmitSm};
    /// # use smpp_session::{BindType, Config, Event, Instant, Session, WindowSlot};
    /// # let now = Instant::from_micros(0);
    /// # let bound = || {
    /// #     let mut esme = Session::esme(Config::default(), [WindowSlot::<&str>::EMPTY; 4], now);
    /// #     let mut mc = Session::message_center(Config::default(), [WindowSlot::<()>::EMPTY; 4], now);
    /// #     let (mut there, mut back) = (Vec::new(), Vec::new());
    /// #     esme.bind(now, BindType::Transceiver, Bind::default(), &mut there).unwrap();
    /// #     let Ok(Event::Bind { responder, .. }) = mc.handle_frame(now, &there, &mut back) else { panic!() };
    /// #     mc.accept_bind(now, responder, b"mc", &mut back).unwrap();
    /// #     esme.handle_frame(now, &back, &mut there).unwrap();
    /// #     (esme, mc)
    /// # };
    /// # let ((mut customer, mut downstream), (mut upstream, mut center)) = (bound(), bound());
    /// # let (mut frame, mut answer) = (Vec::new(), Vec::new());
    /// # customer.request(now, SubmitSm::default(), "mine", &mut frame)?;
    /// // A frame that the customer sent, and that is the message centre's business.
    /// let mut out = Vec::new();
    /// let dialect = downstream.dialect();
    /// let Ok(Event::Request { responder, .. }) = downstream.handle_frame(now, &frame, &mut out) else { panic!() };
    /// let sequence_number = upstream.forward(now, &frame, dialect, "the customer's", &mut out)?;
    /// assert_eq!(out[..12], frame[..12]);
    /// assert_eq!(out[12..16], sequence_number.to_be_bytes());
    /// assert_eq!(out[16..], frame[16..]);
    ///
    /// // And what the message centre answers.
    /// # let Ok(Event::Request { responder: asked, .. }) = center.handle_frame(now, &out, &mut answer) else { panic!() };
    /// # center.accept(now, asked, b"42", &mut answer)?;
    /// let dialect = upstream.dialect();
    /// # out.clear();
    /// let Ok(Event::Response { token, .. }) = upstream.handle_frame(now, &answer, &mut out) else { panic!() };
    /// assert_eq!(token, "the customer's");
    /// downstream.respond_with(now, responder, &answer, dialect, &mut out)?;
    /// assert_eq!(out[12..16], frame[12..16], "the customer's own number");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`request`](Self::request); and [`LocalError::Decode`] if the octets are not one whole
    /// PDU that may go to this peer. Nothing has changed then.
    pub fn forward(
        &mut self,
        now: Instant,
        frame: &[u8],
        dialect: Dialect,
        token: T,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<u32, SendError<T>> {
        let header = Header::decode(frame).unwrap_or_default();
        self.enter(now, header.command_id, token, |session, sequence_number| {
            session.understands(frame, dialect)?;
            copy(frame, sequence_number, out)
        })
    }

    /// Answers a request with a response that another session has received: to the octet the same
    /// frame, but for the sequence number, which is the request's.
    ///
    /// `dialect` is what the frame was decoded by, and what that tolerated is passed on. If this
    /// session speaks another version, TLVs that it does not know are left out, as
    /// [`Pdu::known_to`] does: the peer has acted, and whoever asked must hear of it.
    ///
    /// Writes one PDU, and `unbind_resp` when it was the last before the peer's unbind. The work
    /// grows with the frame's length.
    ///
    /// # Errors
    /// As [`respond`](Self::respond); [`LocalError::NotItsResponse`] for a bind, which
    /// [`accept_bind`](Self::accept_bind) answers, since each session agrees on a version of its
    /// own. [`LocalError::Decode`] if the octets are not one whole PDU.
    pub fn respond_with(
        &mut self,
        now: Instant,
        responder: Responder,
        frame: &[u8],
        dialect: Dialect,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), SendError<Responder>> {
        self.pass_response(now, &responder, frame, dialect, out)
            .map_err(|error| SendError::new(error, responder))
    }

    fn pass_response(
        &mut self,
        now: Instant,
        responder: &Responder,
        frame: &[u8],
        dialect: Dialect,
        out: &mut (impl Sink + ?Sized),
    ) -> Result<(), LocalError> {
        let answer = Header::decode(frame).unwrap_or_default().command_id;
        if BindType::of(responder.command_id).is_some() {
            return Err(LocalError::NotItsResponse(answer));
        }
        self.may_answer(responder, answer)?;
        if self.understands(frame, dialect).is_ok() {
            copy(frame, responder.sequence_number, out)?;
        } else {
            let pdu = Pdu {
                sequence_number: responder.sequence_number,
                ..Pdu::decode(frame, dialect)?.known_to(self.version)
            };
            // The number is the peer's, whatever it is.
            let tolerance = dialect
                .tolerance
                .without(OF_ANOTHER_VERSION)
                .with(Tolerance::SEQUENCE_NUMBER);
            self.write(&pdu, tolerance, out)?;
        }
        let now = self.tick(now);
        self.traffic(now, answer);
        self.answered_one(now);
        self.answer_unbind(now, out);
        Ok(())
    }

    /// Whether the octets are one PDU that may go to this peer as it is: it departs from the
    /// specification nowhere but where it does by its own dialect.
    fn understands(&self, frame: &[u8], dialect: Dialect) -> Result<(), LocalError> {
        if dialect.version == self.version {
            Pdu::decode(frame, dialect)?;
            return Ok(());
        }
        let mut own = [None; DEPARTURES];
        let mut known = own.iter_mut();
        Pdu::decode_with(frame, dialect, &mut |departure| {
            if let Some(place) = known.next() {
                *place = Some(departure);
            }
        })?;
        let mut foreign = None;
        Pdu::decode_with(
            frame,
            dialect.with_version(self.version),
            &mut |departure| {
                if !own.contains(&Some(departure)) {
                    foreign.get_or_insert(departure);
                }
            },
        )?;
        foreign.map_or(Ok(()), |departure| Err(departure.as_error().into()))
    }
}

/// Writes a frame under another sequence number.
fn copy(
    frame: &[u8],
    sequence_number: u32,
    out: &mut (impl Sink + ?Sized),
) -> Result<(), LocalError> {
    let header = Header {
        sequence_number,
        ..Header::decode(frame).unwrap_or_default()
    };
    let body = frame.get(HEADER_OCTETS..).unwrap_or(&[]);
    let room = out.claim(frame.len())?;
    if let Some((head, rest)) = room.split_at_mut_checked(HEADER_OCTETS) {
        head.iter_mut()
            .zip(header.to_octets())
            .for_each(|(to, from)| *to = from);
        rest.iter_mut().zip(body).for_each(|(to, from)| *to = *from);
    }
    out.encoded(&header);
    Ok(())
}
