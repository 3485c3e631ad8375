//! Writing a receipt's text.

use core::fmt::{self, Write as _};

use smpp_codec::values::MessageState;

use super::date::Date;
use super::text::WORDS;
use crate::error::TextError;
use crate::gsm7::ESCAPE;
use crate::writer::Writer;

/// A receipt's text, to write: the form of Appendix B, to the octet.
///
/// `id:IIIIIIIIII sub:SSS dlvrd:DDD submit date:YYMMDDhhmm done
/// date:YYMMDDhhmm stat:DDDDDDD err:EEE Text: …`
///
/// Spec: SMPP 3.4 Appendix B. Send it in a `deliver_sm` with `esm_class` 0x04,
/// source and destination exchanged, and with the TLVs
/// `receipted_message_id` and `message_state` beside it.
///
/// # Examples
///
/// ```
/// use smpp_codec::values::MessageState;
/// use smpp_message::receipt::{AppendixB, Date};
///
/// let receipt = AppendixB {
///     id: b"0123456789",
///     sub: 1,
///     dlvrd: 1,
///     submit_date: Date::new(2023, 2, 10, 14, 54).unwrap(),
///     done_date: Date::new(2023, 2, 10, 14, 55).unwrap(),
///     state: MessageState::DELIVERED,
///     err: b"000",
///     text: b"hello",
/// };
/// let mut out = [0; 160];
/// assert_eq!(
///     receipt.encode(&mut out)?,
///     b"id:0123456789 sub:001 dlvrd:001 submit date:2302101454 \
///       done date:2302101455 stat:DELIVRD err:000 Text: hello",
/// );
/// # Ok::<(), smpp_message::TextError>(())
/// ```
#[derive(Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "Appendix B has these fields and no others"
)]
pub struct AppendixB<'a> {
    /// What the `submit_sm_resp` called the message.
    pub id: &'a [u8],
    /// How many messages were submitted; above 999, 999 is written.
    pub sub: u16,
    /// How many were delivered; above 999, 999 is written.
    pub dlvrd: u16,
    /// When the message was submitted.
    pub submit_date: Date,
    /// When its state became final.
    pub done_date: Date,
    /// The state; one without a word is written `UNKNOWN`.
    pub state: MessageState,
    /// An error code, three digits; `000` for none.
    pub err: &'a [u8],
    /// The message, in the coding of the receipt, one octet per character: its
    /// first 20 are written.
    pub text: &'a [u8],
}

impl AppendixB<'_> {
    /// Writes the text, and answers what was written.
    ///
    /// The id and the error code are written as they are: with a space in one,
    /// a reader cannot find its end.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`](crate::TextErrorKind::BufferTooSmall)
    /// with the size that suffices. 160 octets do for an id of up to 50.
    pub fn encode<'b>(&self, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
        let mut sink = Sink {
            writer: Writer::new(out),
            needed: 0,
            full: false,
        };
        let word = WORDS.iter().find(|(_, state)| *state == self.state);
        let word = word.map_or("UNKNOWN", |(word, _)| word);
        sink.octets(b"id:");
        sink.octets(self.id);
        // Writing to a sink that counts does not fail.
        let _ = write!(
            sink,
            " sub:{:03} dlvrd:{:03} submit date:{} done date:{} stat:{word} err:",
            self.sub.min(999),
            self.dlvrd.min(999),
            self.submit_date,
            self.done_date,
        );
        sink.octets(self.err);
        sink.octets(b" Text: ");
        sink.octets(self.front());
        if sink.full {
            return Err(TextError::too_small(sink.needed));
        }
        Ok(sink.writer.finish())
    }

    /// The first 20 characters, and no escape without what it escapes.
    fn front(&self) -> &[u8] {
        let front = self.text.get(..20).unwrap_or(self.text);
        match front.split_last() {
            Some((&ESCAPE, before)) => before,
            _ => front,
        }
    }
}

impl fmt::Debug for AppendixB<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppendixB")
            .field("id_octets", &self.id.len())
            .field("state", &self.state)
            .field("text_octets", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// A buffer that goes on counting after its end.
struct Sink<'b> {
    writer: Writer<'b>,
    needed: usize,
    full: bool,
}

impl Sink<'_> {
    fn octets(&mut self, octets: &[u8]) {
        self.needed = self.needed.saturating_add(octets.len());
        self.full = self.full || self.writer.extend(octets).is_err();
    }
}

impl fmt::Write for Sink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.octets(text.as_bytes());
        Ok(())
    }
}
