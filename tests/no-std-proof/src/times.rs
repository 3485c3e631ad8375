//! Times read, written, added and printed.

use core::hint::black_box;
use core::time::Duration;

use smpp_codec::values::time::{AbsoluteTime, Century, FinalDate, RelativeTime, Time};

use crate::Step;
use crate::print::prints;

/// 2026-11-23 16:15 UTC.
const NOW: i64 = 1_795_450_500;

pub fn run() -> Result<(), Step> {
    let century = Century::around(black_box(NOW));
    let time = AbsoluteTime::from_unix_seconds(black_box(NOW), black_box(4), century);
    let Ok(time) = time else {
        return Err(Step(150));
    };
    let octets = black_box(time.encode());
    if &octets != b"261123171500004+" || time.unix_seconds(century) != NOW {
        return Err(Step(151));
    }
    if Time::decode(&octets) != Ok(Some(Time::Absolute(time))) || !prints(&time) {
        return Err(Step(152));
    }
    let Ok(period) = RelativeTime::from_duration(black_box(Duration::from_secs(90_061))) else {
        return Err(Step(153));
    };
    let octets = black_box(period.encode());
    let read = Time::decode(&octets);
    if read != Ok(Some(Time::Relative(period))) || period.after(NOW) != NOW + 90_061 {
        return Err(Step(154));
    }
    let date = FinalDate::decode(black_box(b"261123161500"));
    let Ok(Some(date)) = date else {
        return Err(Step(155));
    };
    if date.local().unix_seconds(century) != NOW || !prints(&date) {
        return Err(Step(156));
    }
    for bad in [
        &b"2611"[..],
        b"261323171500004+",
        b"26112317150000x+",
        b"000000003000000r",
    ] {
        match Time::decode(black_box(bad)) {
            Err(error) if prints(&error) && prints(&format_args!("{error}")) => {}
            _ => return Err(Step(157)),
        }
    }
    // The ends of what can be told: nothing may overflow.
    for seconds in black_box([i64::MIN, i64::MAX]) {
        if Time::Relative(period).unix_seconds(seconds, century) < seconds {
            return Err(Step(158));
        }
    }
    Ok(())
}
