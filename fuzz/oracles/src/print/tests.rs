use smpp_codec::Pdu;
use smpp_codec::pdu::{Bind, Body};

use super::{print, print_by};
use crate::testing::{STRICT, caught, encoded, input, submit};

#[test]
fn print_notices_a_text_in_clear() {
    caught("sensitive octets show", || {
        print_by(&input(&STRICT, &submit()), |pdu, page| match &pdu.body {
            Body::SubmitSm(body) => write!(page, "{}", body.short_message.escape_ascii()),
            _ => Ok(()),
        });
    });
}

#[test]
fn print_notices_a_password_in_clear() {
    let bind = Bind {
        system_id: b"bank",
        password: b"hunter2",
        ..Bind::default()
    };
    let frame = encoded(&Pdu::new(1, Body::BindReceiver(bind)));
    caught("sensitive octets show", || {
        print_by(&input(&STRICT, &frame), |pdu, page| {
            let bind = pdu.body.bind().unwrap();
            write!(page, "{}", bind.password.escape_ascii())
        });
    });
}

#[test]
fn print_notices_octets_that_move_the_cursor() {
    let bind = Bind {
        system_id: b"\x1b[2J",
        ..Bind::default()
    };
    let frame = encoded(&Pdu::new(1, Body::BindReceiver(bind)));
    print(&input(&STRICT, &frame));
    caught("0x1b", || {
        print_by(&input(&STRICT, &frame), |pdu, page| {
            let bind = pdu.body.bind().unwrap();
            page.write_str(std::str::from_utf8(bind.system_id).unwrap())
        });
    });
}
