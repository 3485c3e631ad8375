//! A vector as a value.

use serde_json::Value;

use crate::source::unhex;

/// The result that a decoder must produce from a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the format")]
pub enum Verdict {
    Valid,
    AcceptableDeparture,
    InvalidAndRecoverable,
    InvalidAndFatal,
    Incomplete,
}

impl Verdict {
    /// The words of the format.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::AcceptableDeparture => "acceptable departure",
            Self::InvalidAndRecoverable => "invalid and recoverable",
            Self::InvalidAndFatal => "invalid and fatal",
            Self::Incomplete => "incomplete",
        }
    }

    fn from_words(words: &str) -> Result<Self, String> {
        [
            Self::Valid,
            Self::AcceptableDeparture,
            Self::InvalidAndRecoverable,
            Self::InvalidAndFatal,
            Self::Incomplete,
        ]
        .into_iter()
        .find(|verdict| verdict.words() == words)
        .ok_or_else(|| format!("no verdict `{words}`"))
    }
}

/// One vector.
#[derive(Clone, Debug)]
pub struct Vector {
    /// Stable and unique.
    pub id: String,
    /// The source file, from `spec-vectors/`.
    pub file: String,
    /// The interface version of the session: `3.3`, `3.4` or `5.0`.
    pub version: String,
    /// The octets that come in.
    pub octets: Vec<u8>,
    /// The required action.
    pub verdict: Verdict,
    /// Re-encoding: the strict encoder gives the same octets, or only the tolerant one does.
    pub reencode: Option<String>,
    /// The fields of a PDU that is accepted, those of the header from `command_id` on included.
    pub fields: Vec<Field>,
    /// Its TLVs.
    pub tlvs: Vec<Tlv>,
    /// The octets after the last TLV.
    pub trailing: Vec<u8>,
    /// The report of a tolerant decoder.
    pub deviations: Vec<Fault>,
    /// The error of a strict decoder, and the status for the peer.
    pub error: Option<(Fault, u32)>,
    /// The answer, if the vector has one; `Some(None)` means no answer.
    pub answer: Option<Option<Answer>>,
    /// The frames of a stream, if the vector has more than one PDU.
    pub frames: Option<Vec<Part>>,
    /// The end of the stream.
    pub end: End,
    /// The greatest `command_length` that the receiver takes, where it is not the default.
    pub max_octets: Option<u32>,
    /// Whose protocol the peer seems to speak.
    pub looks_like: Option<String>,
}

/// A vector of message contents.
#[derive(Clone, Debug)]
pub struct Message {
    /// Stable and unique.
    pub id: String,
    /// The source file, from `spec-vectors/`.
    pub file: String,
    /// The operation.
    pub kind: String,
    /// With what.
    pub given: Vec<Item>,
    /// All that comes of it, in the order of the format.
    pub expect: Vec<Item>,
}

/// A named value that is given or expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// One of the names of the format, as `part[0].units`.
    pub name: String,
    /// The value.
    pub value: ItemValue,
}

/// The value of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemValue {
    /// A number.
    Integer(u32),
    /// Octets.
    Octets(Vec<u8>),
    /// Text.
    Text(String),
    /// One of the words of the format.
    Word(String),
}

impl Message {
    /// Reads an entry of `messages` in the merged file.
    ///
    /// # Errors
    /// A message with the entry and its fault.
    pub fn from_json(json: &Value) -> Result<Self, String> {
        let id = text(json, "id")?;
        Self::read(json, &id).map_err(|error| format!("{id}: {error}"))
    }

    fn read(json: &Value, id: &str) -> Result<Self, String> {
        Ok(Self {
            id: id.into(),
            file: text(json, "file")?,
            kind: text(json, "kind")?,
            given: items(json, "given", content)?,
            expect: items(json, "expect", content)?,
        })
    }
}

/// A decoded field; of a list entry as `dest_address[0].dest_flag`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name in the specification.
    pub name: String,
    /// The value.
    pub value: FieldValue,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// An integer of any width.
    Integer(u32),
    /// A string without its NUL, or octets.
    Octets(Vec<u8>),
    /// Not on the wire.
    Absent,
}

/// A decoded TLV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tlv {
    /// The tag.
    pub tag: u16,
    /// The name, if the specification has one.
    pub name: Option<String>,
    /// The octets of the value on the wire.
    pub octets: Vec<u8>,
    /// The value as its type reads it.
    pub typed: Typed,
}

/// The value of a TLV as its type reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The octets themselves.
    Octets,
    /// An integer.
    Integer(u32),
    /// A C-octet string without its NUL.
    String(Vec<u8>),
    /// It cannot be read: the kind of fault.
    Error(String),
}

/// The kind of fault, its field and its offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// One of the words of the format.
    pub kind: String,
    /// The field or TLV.
    pub field: String,
    /// From the first octet of `command_length`.
    pub offset: u32,
}

/// The PDU to answer with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its name.
    pub pdu: String,
    /// Its status.
    pub command_status: u32,
    /// Its number.
    pub sequence_number: u32,
}

/// One frame of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its length.
    pub octets: usize,
    /// The PDU.
    pub pdu: String,
    /// The required action.
    pub verdict: Verdict,
}

/// The octets after the last whole frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Nothing.
    Clean,
    /// The beginning of a frame, and the least number of missing octets.
    Need(usize),
}

impl Vector {
    /// Reads a vector of the merged file.
    ///
    /// # Errors
    /// A message with the vector and its fault.
    pub fn from_json(json: &Value) -> Result<Self, String> {
        let id = text(json, "id")?;
        Self::read(json, &id).map_err(|error| format!("{id}: {error}"))
    }

    fn read(json: &Value, id: &str) -> Result<Self, String> {
        let need = json.get("need").and_then(Value::as_u64);
        let frames = json.get("frames").map(|_| items(json, "frames", part));
        Ok(Self {
            id: id.into(),
            file: text(json, "file")?,
            version: text(json, "version")?,
            octets: octets(json, "octets")?,
            verdict: Verdict::from_words(&text(json, "verdict")?)?,
            reencode: text(json, "reencode").ok(),
            fields: items(json, "fields", field)?,
            tlvs: items(json, "tlvs", tlv)?,
            trailing: octets(json, "trailing").unwrap_or_default(),
            deviations: items(json, "deviations", fault)?,
            error: json
                .get("error")
                .map(|error| Ok::<_, String>((fault(error)?, number(error, "status")?)))
                .transpose()?,
            answer: json.get("answer").map(answer).transpose()?,
            frames: frames.transpose()?,
            end: need.map_or(End::Clean, |need| {
                End::Need(usize::try_from(need).unwrap_or(0))
            }),
            max_octets: number(json, "max_octets").ok(),
            looks_like: text(json, "looks_like").ok(),
        })
    }
}

fn text(json: &Value, key: &str) -> Result<String, String> {
    let value = json.get(key).and_then(Value::as_str);
    value.map(Into::into).ok_or_else(|| format!("no `{key}`"))
}

fn number(json: &Value, key: &str) -> Result<u32, String> {
    let value = json.get(key).and_then(Value::as_u64);
    value
        .and_then(|value| u32::try_from(value).ok())
        .ok_or_else(|| format!("no `{key}`"))
}

fn octets(json: &Value, key: &str) -> Result<Vec<u8>, String> {
    unhex(&text(json, key)?)
}

fn items<T>(
    json: &Value,
    key: &str,
    read: fn(&Value) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let items = json.get(key).and_then(Value::as_array);
    items.map_or(Ok(Vec::new()), |items| items.iter().map(read).collect())
}

fn field(json: &Value) -> Result<Field, String> {
    let value = if let Ok(integer) = number(json, "integer") {
        FieldValue::Integer(integer)
    } else if json.get("absent").is_some() {
        FieldValue::Absent
    } else {
        FieldValue::Octets(octets(json, "octets")?)
    };
    let name = text(json, "name")?;
    Ok(Field { name, value })
}

fn content(json: &Value) -> Result<Item, String> {
    let value = if let Ok(integer) = number(json, "integer") {
        ItemValue::Integer(integer)
    } else if let Ok(text) = text(json, "text") {
        ItemValue::Text(text)
    } else if let Ok(word) = text(json, "word") {
        ItemValue::Word(word)
    } else {
        ItemValue::Octets(octets(json, "octets")?)
    };
    let name = text(json, "name")?;
    Ok(Item { name, value })
}

fn tlv(json: &Value) -> Result<Tlv, String> {
    let typed = if let Ok(integer) = number(json, "integer") {
        Typed::Integer(integer)
    } else if let Ok(string) = octets(json, "string") {
        Typed::String(string)
    } else if let Ok(kind) = text(json, "error") {
        Typed::Error(kind)
    } else {
        Typed::Octets
    };
    Ok(Tlv {
        tag: u16::try_from(number(json, "tag")?).map_err(|error| error.to_string())?,
        name: text(json, "name").ok(),
        octets: octets(json, "octets")?,
        typed,
    })
}

fn fault(json: &Value) -> Result<Fault, String> {
    Ok(Fault {
        kind: text(json, "kind")?,
        field: text(json, "field")?,
        offset: number(json, "offset")?,
    })
}

fn answer(json: &Value) -> Result<Option<Answer>, String> {
    if json.is_null() {
        return Ok(None);
    }
    Ok(Some(Answer {
        pdu: text(json, "pdu")?,
        command_status: number(json, "command_status")?,
        sequence_number: number(json, "sequence_number")?,
    }))
}

fn part(json: &Value) -> Result<Part, String> {
    Ok(Part {
        octets: usize::try_from(number(json, "octets")?).map_err(|error| error.to_string())?,
        pdu: text(json, "pdu")?,
        verdict: Verdict::from_words(&text(json, "verdict")?)?,
    })
}
