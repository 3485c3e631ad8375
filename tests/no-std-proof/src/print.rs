//! Printing, to a buffer of fixed size: what a log shows of a PDU, an error or a session.

use core::fmt::{self, Debug, Write};
use core::hint::black_box;

use smpp_codec::frame;
use smpp_codec::pdu::{Bind, SubmitSm};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, Dialect, Pdu, Tolerance};

use crate::Step;

struct Page {
    octets: [u8; 512],
    len: usize,
}

impl Page {
    /// What `value` prints, as far as it fits.
    fn of(value: &dyn Debug) -> Self {
        let mut page = Self {
            octets: [0; 512],
            len: 0,
        };
        // A page that is full has the beginning.
        let _ = write!(page, "{value:#?}");
        page
    }

    fn contains(&self, text: &[u8]) -> bool {
        let page = self.octets.get(..self.len).unwrap_or(&[]);
        page.windows(text.len().max(1)).any(|window| window == text)
    }
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len.saturating_add(text.len());
        let room = self.octets.get_mut(self.len..end).ok_or(fmt::Error)?;
        for (to, from) in room.iter_mut().zip(text.as_bytes()) {
            *to = *from;
        }
        self.len = end;
        Ok(())
    }
}

/// Whether printing a value gives anything.
pub fn prints(value: &dyn Debug) -> bool {
    black_box(Page::of(value)).len != 0
}

pub fn run() -> Result<(), Step> {
    let address = Address::international(black_box(b"447700900123"));
    let submit = Page::of(&SubmitSm::new(address, address, b"a secret message"));
    if !submit.contains(b"source_addr") || submit.contains(b"4477") || submit.contains(b"secret") {
        return Err(Step(70));
    }
    let bind = Page::of(&Bind {
        system_id: b"bank",
        password: black_box(b"hunter2"),
        ..Bind::default()
    });
    if !bind.contains(b"bank") || bind.contains(b"hunter2") {
        return Err(Step(71));
    }
    let short: &[u8] = black_box(&[0, 0, 0, 17, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, b'x']);
    let (Err(error), Err(length)) = (
        Pdu::decode(short, Dialect::STRICT),
        frame::split(short, black_box(16)),
    ) else {
        return Err(Step(72));
    };
    let error_page = Page::of(&format_args!("{error} {error:?} {length} {length:?}"));
    if !error_page.contains(b"system_id at octet 16") {
        return Err(Step(73));
    }
    let names = Page::of(&(black_box(CommandId(5)), black_box(Tolerance::COMMON)));
    if !names.contains(b"deliver_sm") || !names.contains(b"TLV_LENGTH") {
        return Err(Step(74));
    }
    Ok(())
}
