//! What a competent engineer would write by hand for the six cases: the practical limit.
//!
//! It gives the same information as `smpp-codec` and checks the same things, with the same
//! located errors, but knows one interface version (5.0), tolerates nothing, and has these six
//! operations and no more. What `smpp-codec` costs above it is the price of the rest.

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The PDU ends before the field does.
    Truncated,
    /// A C-octet string has no NUL before the end of the PDU.
    Unterminated,
    /// Longer than the field may be.
    TooLong,
    /// A length that the field cannot have.
    Length,
    /// A length that claims more than there is.
    Overrun,
    /// A body that must be there is not.
    Missing,
    /// Octets after the last TLV.
    Trailing,
    /// TLVs where none are defined.
    NotAllowed,
    /// A value that the field may not have.
    Value,
    /// Two fields that exclude each other.
    Conflict,
    /// A NUL inside a C-octet string.
    EmbeddedNul,
    /// The buffer is too small: `octets` are needed.
    NoRoom,
}

/// What is wrong, in which field, where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error {
    /// What.
    pub kind: Kind,
    /// In which field.
    pub field: &'static str,
    /// The offset of the field in decoding; the number of octets in encoding.
    pub octets: u32,
}

/// An address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the specification")]
pub struct Address<'a> {
    pub ton: u8,
    pub npi: u8,
    pub addr: &'a [u8],
}

/// `submit_sm` and `deliver_sm`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the specification")]
pub struct Message<'a> {
    pub service_type: &'a [u8],
    pub source_addr: Address<'a>,
    pub destination_addr: Address<'a>,
    pub esm_class: u8,
    pub protocol_id: u8,
    pub priority_flag: u8,
    pub schedule_delivery_time: &'a [u8],
    pub validity_period: &'a [u8],
    pub registered_delivery: u8,
    pub replace_if_present_flag: u8,
    pub data_coding: u8,
    pub sm_default_msg_id: u8,
    pub short_message: &'a [u8],
    pub tlvs: Tlvs<'a>,
}

/// A bind request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the specification")]
pub struct Bind<'a> {
    pub system_id: &'a [u8],
    pub password: &'a [u8],
    pub system_type: &'a [u8],
    pub interface_version: u8,
    pub addr_ton: u8,
    pub addr_npi: u8,
    pub address_range: &'a [u8],
}

/// `submit_sm_resp`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the specification")]
pub struct SubmitSmResp<'a> {
    pub message_id: Option<&'a [u8]>,
    pub tlvs: Tlvs<'a>,
}

/// A body, by its `command_id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the specification")]
pub enum Body<'a> {
    SubmitSm(Message<'a>),
    DeliverSm(Message<'a>),
    SubmitSmResp(SubmitSmResp<'a>),
    EnquireLink,
    BindTransceiver(Bind<'a>),
    Unknown(u32, &'a [u8]),
}

/// A PDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the specification")]
pub struct Pdu<'a> {
    pub command_status: u32,
    pub sequence_number: u32,
    pub body: Body<'a>,
}

/// A TLV to encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// The tag.
    pub tag: u16,
    /// The value.
    pub value: Value<'a>,
}

/// The value of a TLV to encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Value<'a> {
    U8(u8),
    U16(u16),
    U32(u32),
    Octets(&'a [u8]),
    CString(&'a [u8]),
}

/// TLVs: validated octets of a frame, or a list to encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Tlvs<'a> {
    Wire(&'a [u8]),
    List(&'a [Tlv<'a>]),
}

impl Default for Tlvs<'_> {
    fn default() -> Self {
        Self::List(&[])
    }
}

const SUBMIT_SM: u32 = 0x0000_0004;
const DELIVER_SM: u32 = 0x0000_0005;
const SUBMIT_SM_RESP: u32 = 0x8000_0004;
const ENQUIRE_LINK: u32 = 0x0000_0015;
const BIND_TRANSCEIVER: u32 = 0x0000_0009;
const MESSAGE_PAYLOAD: u16 = 0x0424;

/// Where the first NUL stands; eight octets a step.
#[inline(always)]
fn find_nul(octets: &[u8]) -> Option<usize> {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    let mut chunks = octets.chunks_exact(8);
    let mut at = 0;
    for chunk in &mut chunks {
        let word = u64::from_le_bytes(chunk.try_into().expect("eight octets"));
        let zeros = word.wrapping_sub(LOW) & !word & HIGH;
        if zeros != 0 {
            return Some(at + (zeros.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    let rest = chunks.remainder();
    rest.iter().position(|octet| *octet == 0).map(|i| at + i)
}

struct Reader<'a> {
    rest: &'a [u8],
    total: usize,
}

impl<'a> Reader<'a> {
    #[cold]
    #[inline(never)]
    fn error(&self, field: &'static str, kind: Kind) -> Error {
        Error {
            kind,
            field,
            octets: (self.total - self.rest.len()) as u32,
        }
    }

    #[inline(always)]
    fn fixed<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], Error> {
        let Some((value, rest)) = self.rest.split_first_chunk() else {
            return Err(self.error(field, Kind::Truncated));
        };
        self.rest = rest;
        Ok(*value)
    }

    /// A C-octet string of at most `max` octets with its NUL.
    #[inline(always)]
    fn c_string(&mut self, field: &'static str, max: usize) -> Result<&'a [u8], Error> {
        // Most strings are empty.
        if let [0, rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(&[]);
        }
        let window = &self.rest[..self.rest.len().min(max)];
        let Some(length) = find_nul(window) else {
            return Err(self.no_nul(field));
        };
        let value = &self.rest[..length];
        self.rest = &self.rest[length + 1..];
        Ok(value)
    }

    #[cold]
    #[inline(never)]
    fn no_nul(&self, field: &'static str) -> Error {
        let kind = match self.rest {
            [] => Kind::Truncated,
            rest if rest.contains(&0) => Kind::TooLong,
            _ => Kind::Unterminated,
        };
        self.error(field, kind)
    }

    #[inline(always)]
    fn time(&mut self, field: &'static str) -> Result<&'a [u8], Error> {
        let value = self.c_string(field, 17)?;
        if value.is_empty() || value.len() == 16 {
            Ok(value)
        } else {
            Err(self.error(field, Kind::Length))
        }
    }

    #[inline(always)]
    fn address(&mut self, [ton, npi, addr]: [&'static str; 3]) -> Result<Address<'a>, Error> {
        if self.rest.len() == 1 {
            return Err(self.error(npi, Kind::Truncated));
        }
        let [ton, npi] = self.fixed(ton)?;
        let addr = self.c_string(addr, 21)?;
        Ok(Address { ton, npi, addr })
    }

    #[inline(always)]
    fn message(mut self) -> Result<Message<'a>, Error> {
        let service_type = self.c_string("service_type", 6)?;
        let source_addr = self.address(["source_addr_ton", "source_addr_npi", "source_addr"])?;
        let destination_addr =
            self.address(["dest_addr_ton", "dest_addr_npi", "destination_addr"])?;
        let [esm_class, protocol_id, priority_flag] = self.fixed("esm_class")?;
        let schedule_delivery_time = self.time("schedule_delivery_time")?;
        let validity_period = self.time("validity_period")?;
        let [
            registered_delivery,
            replace_if_present_flag,
            data_coding,
            sm_default_msg_id,
            sm_length,
        ] = self.fixed("registered_delivery")?;
        let Some((short_message, rest)) = self.rest.split_at_checked(sm_length.into()) else {
            return Err(self.error("sm_length", Kind::Overrun));
        };
        self.rest = rest;
        let tlvs = self.tlvs(sm_length != 0)?;
        Ok(Message {
            service_type,
            source_addr,
            destination_addr,
            esm_class,
            protocol_id,
            priority_flag,
            schedule_delivery_time,
            validity_period,
            registered_delivery,
            replace_if_present_flag,
            data_coding,
            sm_default_msg_id,
            short_message,
            tlvs,
        })
    }

    #[inline(always)]
    fn bind(mut self) -> Result<Bind<'a>, Error> {
        let system_id = self.c_string("system_id", 16)?;
        let password = self.c_string("password", 9)?;
        let system_type = self.c_string("system_type", 13)?;
        let [interface_version, addr_ton, addr_npi] = self.fixed("interface_version")?;
        let address_range = self.c_string("address_range", 41)?;
        if !self.rest.is_empty() {
            return Err(self.error("tlvs", Kind::NotAllowed));
        }
        Ok(Bind {
            system_id,
            password,
            system_type,
            interface_version,
            addr_ton,
            addr_npi,
            address_range,
        })
    }

    #[inline(always)]
    fn submit_sm_resp(mut self, status: u32) -> Result<SubmitSmResp<'a>, Error> {
        if self.rest.is_empty() {
            if status == 0 {
                return Err(self.error("body", Kind::Missing));
            }
            return Ok(SubmitSmResp::default());
        }
        let message_id = Some(self.c_string("message_id", 65)?);
        let tlvs = self.tlvs(false)?;
        Ok(SubmitSmResp { message_id, tlvs })
    }

    /// Every TLV whole, and each that is known as long as it may be.
    #[inline(always)]
    fn tlvs(&mut self, short_message: bool) -> Result<Tlvs<'a>, Error> {
        if self.rest.is_empty() {
            return Ok(Tlvs::Wire(self.rest));
        }
        self.some_tlvs(short_message)
    }

    #[inline(never)]
    fn some_tlvs(&mut self, short_message: bool) -> Result<Tlvs<'a>, Error> {
        let all = self.rest;
        while let Some(([t0, t1, l0, l1], after)) = self.rest.split_first_chunk() {
            let tag = u16::from_be_bytes([*t0, *t1]);
            let length = usize::from(u16::from_be_bytes([*l0, *l1]));
            let Some((value, rest)) = after.split_at_checked(length) else {
                return Err(self.error("tlvs", Kind::Overrun));
            };
            if let Some(kind) = tlv_fault(tag, value, false, short_message) {
                return Err(self.error("tlv", kind));
            }
            self.rest = rest;
        }
        if self.rest.is_empty() {
            Ok(Tlvs::Wire(all))
        } else {
            Err(self.error("tlvs", Kind::Trailing))
        }
    }
}

/// What is wrong with a TLV; `nul` says that one will be added to the value.
#[inline(always)]
fn tlv_fault(tag: u16, value: &[u8], nul: bool, short_message: bool) -> Option<Kind> {
    let length = value.len() + usize::from(nul);
    let (good, string) = match tag {
        0x0005..=0x0007
        | 0x000d..=0x0010
        | 0x0019
        | 0x0030
        | 0x0201
        | 0x0205
        | 0x020d..=0x0210
        | 0x0302
        | 0x0304
        | 0x0420..=0x0422
        | 0x0425..=0x0428
        | 0x0501
        | 0x0600
        | 0x0603
        | 0x0608
        | 0x0611
        | 0x1201
        | 0x1380 => (length == 1, false),
        0x0008 | 0x0204 | 0x020a..=0x020c | 0x0604 | 0x1203 | 0x1383 => (length == 2, false),
        0x0423 | 0x0601 | 0x0605 => (length == 3, false),
        0x0017 | 0x0607 => (length == 4, false),
        0x060f | 0x0610 => (length == 6, false),
        0x0612 => (length == 10, false),
        0x0202 | 0x0203 => (matches!(length, 2..=23), false),
        0x0303 => (matches!(length, 1..=65), false),
        0x0381 => (matches!(length, 4..=19), false),
        0x0602 | 0x060a => (matches!(length, 1..=255), false),
        0x0606 => (matches!(length, 1..=101), false),
        0x060b => (matches!(length, 1..=1024), false),
        0x0613 => (matches!(length, 1..=5), false),
        0x1204 => (matches!(length, 1 | 4), false),
        0x130c => (length <= 1, false),
        0x001d => (matches!(length, 1..=256), true),
        0x001e => (matches!(length, 1..=65), true),
        0x0609 => (matches!(length, 16 | 17), true),
        0x060d | 0x060e => (matches!(length, 7..=65), true),
        MESSAGE_PAYLOAD if short_message => return Some(Kind::Conflict),
        _ => (true, false),
    };
    if !good {
        return Some(Kind::Length);
    }
    if string && !nul && find_nul(value) != Some(value.len() - 1) {
        return Some(Kind::Unterminated);
    }
    None
}

/// Decodes one whole frame.
///
/// # Errors
/// What is wrong, in which field, where.
pub fn decode(frame: &[u8]) -> Result<Pdu<'_>, Error> {
    let mut reader = Reader {
        rest: frame,
        total: frame.len(),
    };
    let header: [u8; 16] = reader.fixed("command_length")?;
    let word = |at: usize| {
        u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
    };
    let (command_length, command_id, command_status, sequence_number) =
        (word(0), word(4), word(8), word(12));
    let at = |octets, field, kind| {
        Err(Error {
            kind,
            field,
            octets,
        })
    };
    if command_length as usize != frame.len() {
        return at(0, "command_length", Kind::Length);
    }
    if command_status != 0 && command_id & 0x8000_0000 == 0 {
        return at(8, "command_status", Kind::Value);
    }
    if sequence_number == 0 || sequence_number > 0x7FFF_FFFF {
        return at(12, "sequence_number", Kind::Value);
    }
    let head = Head {
        command_status,
        sequence_number,
    };
    match command_id {
        SUBMIT_SM => submit_sm(reader, head),
        DELIVER_SM => deliver_sm(reader, head),
        SUBMIT_SM_RESP => submit_sm_resp(reader, head),
        ENQUIRE_LINK if reader.rest.is_empty() => Ok(head.with(Body::EnquireLink)),
        ENQUIRE_LINK => Err(reader.error("tlvs", Kind::NotAllowed)),
        BIND_TRANSCEIVER => bind_transceiver(reader, head),
        _ => Ok(head.with(Body::Unknown(command_id, reader.rest))),
    }
}

#[derive(Clone, Copy)]
struct Head {
    command_status: u32,
    sequence_number: u32,
}

impl Head {
    #[inline(always)]
    fn with(self, body: Body<'_>) -> Pdu<'_> {
        Pdu {
            command_status: self.command_status,
            sequence_number: self.sequence_number,
            body,
        }
    }
}

// Functions of their own, so that a small PDU does not pay for the frame of a large one, and each
// result is made where it is wanted.

#[inline(never)]
fn submit_sm(reader: Reader<'_>, head: Head) -> Result<Pdu<'_>, Error> {
    Ok(head.with(Body::SubmitSm(reader.message()?)))
}

#[inline(never)]
fn deliver_sm(reader: Reader<'_>, head: Head) -> Result<Pdu<'_>, Error> {
    Ok(head.with(Body::DeliverSm(reader.message()?)))
}

#[inline(never)]
fn submit_sm_resp(reader: Reader<'_>, head: Head) -> Result<Pdu<'_>, Error> {
    let body = reader.submit_sm_resp(head.command_status)?;
    Ok(head.with(Body::SubmitSmResp(body)))
}

#[inline(never)]
fn bind_transceiver(reader: Reader<'_>, head: Head) -> Result<Pdu<'_>, Error> {
    Ok(head.with(Body::BindTransceiver(reader.bind()?)))
}

/// Checks a C-octet string of at most `max` octets with its NUL, and counts it.
#[inline(always)]
fn check_string(field: &'static str, value: &[u8], max: usize) -> Result<usize, Error> {
    let refuse = |kind| {
        Err(Error {
            kind,
            field,
            octets: value.len() as u32,
        })
    };
    if value.is_empty() {
        return Ok(1);
    }
    if value.len() >= max {
        return refuse(Kind::TooLong);
    }
    // Without a branch, so that the compiler takes many octets at a time.
    if value
        .iter()
        .fold(false, |found, octet| found | (*octet == 0))
    {
        return refuse(Kind::EmbeddedNul);
    }
    Ok(value.len() + 1)
}

#[inline(always)]
fn check_time(field: &'static str, value: &[u8]) -> Result<usize, Error> {
    if !value.is_empty() && value.len() != 16 {
        return Err(Error {
            kind: Kind::Length,
            field,
            octets: value.len() as u32,
        });
    }
    check_string(field, value, 17)
}

impl<'a> Value<'a> {
    #[inline(always)]
    fn len(&self) -> usize {
        match self {
            Self::U8(_) => 1,
            Self::U16(_) => 2,
            Self::U32(_) => 4,
            Self::Octets(octets) => octets.len(),
            Self::CString(octets) => octets.len() + 1,
        }
    }
}

impl<'a> Tlvs<'a> {
    fn check(&self, short_message: bool) -> Result<usize, Error> {
        let list = match self {
            Self::Wire(octets) => return Ok(octets.len()),
            Self::List(list) => list,
        };
        let mut sum = 0;
        for tlv in *list {
            let length = tlv.value.len();
            let refuse = |kind| {
                Err(Error {
                    kind,
                    field: "tlv",
                    octets: length as u32,
                })
            };
            if length > 0xFFFF {
                return refuse(Kind::TooLong);
            }
            const ZEROS: [u8; 4] = [0; 4];
            let (octets, nul) = match tlv.value {
                Value::Octets(octets) => (octets, false),
                Value::CString(octets) if find_nul(octets).is_some() => {
                    return refuse(Kind::EmbeddedNul);
                }
                Value::CString(octets) => (octets, true),
                // An integer where a string belongs is caught by its length or its last octet.
                Value::U8(_) | Value::U16(_) | Value::U32(_) => (&ZEROS[..length], false),
            };
            if let Some(kind) = tlv_fault(tlv.tag, octets, nul, short_message) {
                return refuse(kind);
            }
            sum += 4 + length;
        }
        Ok(sum)
    }

    #[inline(always)]
    fn write(&self, out: &mut Writer<'_>) {
        match self {
            Self::Wire(octets) => out.octets(octets),
            Self::List(list) => {
                for tlv in *list {
                    let [t0, t1] = tlv.tag.to_be_bytes();
                    let [l0, l1] = (tlv.value.len() as u16).to_be_bytes();
                    match tlv.value {
                        Value::U8(value) => out.fixed([t0, t1, l0, l1, value]),
                        Value::U16(value) => {
                            let [a, b] = value.to_be_bytes();
                            out.fixed([t0, t1, l0, l1, a, b]);
                        }
                        Value::U32(value) => {
                            let [a, b, c, d] = value.to_be_bytes();
                            out.fixed([t0, t1, l0, l1, a, b, c, d]);
                        }
                        Value::Octets(value) => {
                            out.fixed([t0, t1, l0, l1]);
                            out.octets(value);
                        }
                        Value::CString(value) => {
                            out.fixed([t0, t1, l0, l1]);
                            out.c_string(value);
                        }
                    }
                }
            }
        }
    }
}

struct Writer<'b> {
    rest: &'b mut [u8],
}

impl Writer<'_> {
    #[inline(always)]
    fn octets(&mut self, value: &[u8]) {
        let (room, rest) = core::mem::take(&mut self.rest).split_at_mut(value.len());
        room.copy_from_slice(value);
        self.rest = rest;
    }

    #[inline(always)]
    fn fixed<const N: usize>(&mut self, value: [u8; N]) {
        let (room, rest) = core::mem::take(&mut self.rest).split_at_mut(N);
        room.copy_from_slice(&value);
        self.rest = rest;
    }

    #[inline(always)]
    fn c_string(&mut self, value: &[u8]) {
        if value.is_empty() {
            return self.fixed([0]);
        }
        let (room, rest) = core::mem::take(&mut self.rest).split_at_mut(value.len() + 1);
        room[..value.len()].copy_from_slice(value);
        room[value.len()] = 0;
        self.rest = rest;
    }

    #[inline(always)]
    fn header(&mut self, octets: usize, command_id: u32, pdu: &Pdu<'_>) {
        let [l0, l1, l2, l3] = (octets as u32).to_be_bytes();
        let [i0, i1, i2, i3] = command_id.to_be_bytes();
        let [s0, s1, s2, s3] = pdu.command_status.to_be_bytes();
        let [n0, n1, n2, n3] = pdu.sequence_number.to_be_bytes();
        self.fixed([
            l0, l1, l2, l3, i0, i1, i2, i3, s0, s1, s2, s3, n0, n1, n2, n3,
        ]);
    }
}

impl Message<'_> {
    #[inline(always)]
    fn check(&self) -> Result<usize, Error> {
        if self.short_message.len() > 255 {
            return Err(Error {
                kind: Kind::TooLong,
                field: "short_message",
                octets: self.short_message.len() as u32,
            });
        }
        Ok(12
            + check_string("service_type", self.service_type, 6)?
            + check_string("source_addr", self.source_addr.addr, 21)?
            + check_string("destination_addr", self.destination_addr.addr, 21)?
            + check_time("schedule_delivery_time", self.schedule_delivery_time)?
            + check_time("validity_period", self.validity_period)?
            + self.short_message.len()
            + self.tlvs.check(!self.short_message.is_empty())?)
    }

    #[inline(always)]
    fn write(&self, out: &mut Writer<'_>) {
        out.c_string(self.service_type);
        out.fixed([self.source_addr.ton, self.source_addr.npi]);
        out.c_string(self.source_addr.addr);
        out.fixed([self.destination_addr.ton, self.destination_addr.npi]);
        out.c_string(self.destination_addr.addr);
        out.fixed([self.esm_class, self.protocol_id, self.priority_flag]);
        out.c_string(self.schedule_delivery_time);
        out.c_string(self.validity_period);
        out.fixed([
            self.registered_delivery,
            self.replace_if_present_flag,
            self.data_coding,
            self.sm_default_msg_id,
            self.short_message.len() as u8,
        ]);
        out.octets(self.short_message);
        self.tlvs.write(out);
    }
}

/// Encodes a PDU, and answers how many octets were written.
///
/// # Errors
/// What is wrong, in which field, and how many octets it has or needs; nothing was written.
pub fn encode(pdu: &Pdu<'_>, out: &mut [u8]) -> Result<usize, Error> {
    let refuse = |kind, field, octets: usize| {
        Err(Error {
            kind,
            field,
            octets: octets as u32,
        })
    };
    if pdu.sequence_number == 0 || pdu.sequence_number > 0x7FFF_FFFF {
        return refuse(Kind::Value, "sequence_number", 4);
    }
    let (command_id, body) = match &pdu.body {
        Body::SubmitSm(message) => (SUBMIT_SM, message.check()?),
        Body::DeliverSm(message) => (DELIVER_SM, message.check()?),
        Body::SubmitSmResp(resp) => {
            let body = match resp.message_id {
                Some(id) => check_string("message_id", id, 65)?,
                None if pdu.command_status == 0 => return refuse(Kind::Missing, "body", 0),
                None => 0,
            };
            (SUBMIT_SM_RESP, body + resp.tlvs.check(false)?)
        }
        Body::EnquireLink => (ENQUIRE_LINK, 0),
        Body::BindTransceiver(bind) => {
            let body = 3
                + check_string("system_id", bind.system_id, 16)?
                + check_string("password", bind.password, 9)?
                + check_string("system_type", bind.system_type, 13)?
                + check_string("address_range", bind.address_range, 41)?;
            (BIND_TRANSCEIVER, body)
        }
        Body::Unknown(command_id, octets) => (*command_id, octets.len()),
    };
    if command_id & 0x8000_0000 == 0 && pdu.command_status != 0 {
        return refuse(Kind::Value, "command_status", 4);
    }
    let octets = 16 + body;
    let Some(room) = out.get_mut(..octets) else {
        return refuse(Kind::NoRoom, "PDU", octets);
    };
    let mut out = Writer { rest: room };
    out.header(octets, command_id, pdu);
    match &pdu.body {
        Body::SubmitSm(message) | Body::DeliverSm(message) => message.write(&mut out),
        Body::SubmitSmResp(resp) => {
            if let Some(id) = resp.message_id {
                out.c_string(id);
            }
            resp.tlvs.write(&mut out);
        }
        Body::EnquireLink => {}
        Body::BindTransceiver(bind) => {
            out.c_string(bind.system_id);
            out.c_string(bind.password);
            out.c_string(bind.system_type);
            out.fixed([bind.interface_version, bind.addr_ton, bind.addr_npi]);
            out.c_string(bind.address_range);
        }
        Body::Unknown(_, octets) => out.octets(octets),
    }
    Ok(octets)
}
