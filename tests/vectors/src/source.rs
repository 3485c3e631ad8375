//! The text form of the vectors, as a person writes it, turned into JSON.

use serde_json::{Map, Value, json};

/// The keys whose indented lines are a list.
const LISTS: [&str; 7] = [
    "octets",
    "fields",
    "tlvs",
    "deviations",
    "frames",
    "given",
    "expect",
];

/// The keys with a value on their own line.
const PLAIN: [&str; 13] = [
    "about",
    "section",
    "version",
    "pdu",
    "verdict",
    "reencode",
    "error",
    "answer",
    "need",
    "max_octets",
    "looks_like",
    "trailing",
    "kind",
];

/// A vector of the sources: of a PDU, or of message contents.
pub(crate) enum Entry {
    Vector(Value),
    Message(Value),
}

/// Every vector of a file.
pub(crate) fn parse(text: &str, file: &str) -> Result<Vec<Entry>, String> {
    let mut vectors: Vec<(bool, Map<String, Value>)> = Vec::new();
    let mut list = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim_end();
        let at = |error: String| format!("line {}: {error}", number + 1);
        if line.is_empty() {
            continue;
        }
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        if key == "vector" || key == "message" {
            let id = Value::from(value.trim());
            let entry = Map::from_iter([("id".into(), id), ("file".into(), file.into())]);
            vectors.push((key == "message", entry));
            continue;
        }
        let (_, vector) = vectors
            .last_mut()
            .ok_or_else(|| at("no vector yet".into()))?;
        if key.is_empty() {
            let item = item(&list, line.trim()).map_err(at)?;
            match vector.get_mut(&list) {
                Some(Value::Array(items)) => items.push(item),
                Some(Value::String(hex)) => hex.push_str(item.as_str().unwrap_or_default()),
                _ => return Err(at(format!("`{list}` is no list"))),
            }
        } else if LISTS.contains(&key) {
            list = key.into();
            let empty = if key == "octets" {
                json!("")
            } else {
                json!([])
            };
            if vector.insert(key.into(), empty).is_some() {
                return Err(at(format!("`{key}` twice")));
            }
        } else if PLAIN.contains(&key) {
            let value = plain(key, value.trim()).map_err(at)?;
            if vector.insert(key.into(), value).is_some() {
                return Err(at(format!("`{key}` twice")));
            }
        } else {
            return Err(at(format!("unknown key `{key}`")));
        }
    }
    let entries = vectors.into_iter().map(|(message, entry)| match message {
        true => Entry::Message(Value::Object(entry)),
        false => Entry::Vector(Value::Object(entry)),
    });
    Ok(entries.collect())
}

/// The value of a key that has one line.
fn plain(key: &str, value: &str) -> Result<Value, String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    Ok(match (key, words.as_slice()) {
        ("need" | "max_octets", [number]) => integer(number)?,
        ("trailing", _) => Value::from(hex(&octets(value)?)),
        ("error", [kind, field, offset, status]) => json!({
            "kind": kind, "field": field, "offset": integer(offset)?, "status": integer(status)?,
        }),
        ("answer", ["nothing"]) => Value::Null,
        ("answer", [pdu, status, sequence]) => json!({
            "pdu": pdu, "command_status": integer(status)?, "sequence_number": integer(sequence)?,
        }),
        ("error" | "answer" | "need" | "max_octets", _) => {
            return Err(format!("`{key} {value}` has another number of words"));
        }
        _ => Value::from(value),
    })
}

/// One line of a list.
fn item(list: &str, line: &str) -> Result<Value, String> {
    if list == "given" || list == "expect" {
        return content(line);
    }
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match (list, words.as_slice()) {
        ("octets", _) => Value::from(hex(&hex_line(line)?)),
        ("fields", [name, "absent"]) => json!({ "name": name, "absent": true }),
        ("fields", [name, value]) if value.starts_with('"') => {
            json!({ "name": name, "octets": hex(&octets(value)?) })
        }
        ("fields", [name, value]) => json!({ "name": name, "integer": integer(value)? }),
        ("tlvs", [tag, name, value, typed @ ..]) => {
            let mut tlv = json!({ "tag": integer(tag)?, "octets": hex(&octets(value)?) });
            if *name != "-" {
                tlv["name"] = Value::from(*name);
            }
            match typed {
                [] => {}
                [string] if string.starts_with('"') => tlv["string"] = hex(&octets(string)?).into(),
                [number] if number.starts_with(|c: char| c.is_ascii_digit()) => {
                    tlv["integer"] = integer(number)?;
                }
                [kind] => tlv["error"] = Value::from(*kind),
                _ => return Err(format!("`{line}` has too many words")),
            }
            tlv
        }
        ("deviations", [kind, field, offset]) => {
            json!({ "kind": kind, "field": field, "offset": integer(offset)? })
        }
        ("frames", [octets, pdu, verdict @ ..]) if !verdict.is_empty() => json!({
            "octets": integer(octets)?, "pdu": pdu, "verdict": verdict.join(" "),
        }),
        _ => return Err(format!("`{line}` is no line of `{list}`")),
    })
}

/// A line of `given` or `expect`: a name, and a value to the end of the line.
fn content(line: &str) -> Result<Value, String> {
    let (name, value) = line
        .split_once(' ')
        .ok_or_else(|| format!("`{line}` has no value"))?;
    let value = value.trim();
    Ok(match value.as_bytes().first() {
        Some(b'"' | b'<') => json!({ "name": name, "octets": hex(&pieces(value)?) }),
        Some(b'\'') => json!({ "name": name, "text": text(value)? }),
        Some(b'0'..=b'9') => json!({ "name": name, "integer": integer(value)? }),
        _ => json!({ "name": name, "word": value }),
    })
}

/// As [`octets`], with pieces of hexadecimal in angle brackets.
fn pieces(value: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let open = rest.starts_with('<');
        let closing = if open { '>' } else { '"' };
        let end = rest.get(1..).and_then(|inner| inner.find(closing));
        let end = end.ok_or_else(|| format!("`{rest}` does not end"))? + 2;
        let (piece, after) = rest.split_at(end);
        let (times, after) = times(after)?;
        let piece = if open {
            unhex(&piece[1..end - 1].replace(' ', ""))?
        } else {
            octets(piece)?
        };
        out.extend(piece.repeat(times));
        rest = after;
    }
    Ok(out)
}

/// `'abc\u{20ac}'`, `'a'*160`, or several of these in a row.
fn text(value: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = value;
    while !rest.is_empty() {
        let piece = rest
            .strip_prefix('\'')
            .and_then(|rest| rest.split_once('\''));
        let (piece, after) = piece.ok_or_else(|| format!("`{rest}` is no text"))?;
        let (times, after) = times(after)?;
        let mut parts = piece.split("\\u{");
        let mut plain = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (digits, after) = part.split_once('}').ok_or("`\\u{` wants a `}`")?;
            let char = u32::from_str_radix(digits, 16)
                .ok()
                .and_then(char::from_u32);
            plain.push(char.ok_or_else(|| format!("`{digits}` is no character"))?);
            plain.push_str(after);
        }
        out.push_str(&plain.repeat(times));
        rest = after;
    }
    Ok(out)
}

/// `*160`, if present, and the rest of the line.
fn times(value: &str) -> Result<(usize, &str), String> {
    let Some(after) = value.strip_prefix('*') else {
        return Ok((1, value));
    };
    let end = after
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(after.len());
    let (digits, after) = after.split_at(end);
    let times = digits
        .parse()
        .map_err(|_| format!("`*{digits}` is no number"))?;
    Ok((times, after))
}

/// The words of a line; a quoted one ends at its quote, not at a space.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        quoted ^= c == '"';
        if c == ' ' && !quoted {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A decimal or hexadecimal number.
fn integer(word: &str) -> Result<Value, String> {
    let number = match word.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => word.parse(),
    };
    number
        .map(Value::from)
        .map_err(|_| format!("`{word}` is no number"))
}

/// `"abc\x00"`, `"a"*160`, or several of these in a row.
fn octets(word: &str) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut rest = word;
    while let Some(after) = rest.strip_prefix('"') {
        let (text, after) = after.split_once('"').ok_or("a quote is missing")?;
        let (times, after) = match after.strip_prefix('*') {
            Some(after) => after.split_at(after.find('"').unwrap_or(after.len())),
            None => ("1", after),
        };
        let times: usize = times
            .parse()
            .map_err(|_| format!("`*{times}` is no number"))?;
        let mut piece = Vec::new();
        let mut parts = text.split("\\x");
        piece.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
        for part in parts {
            let (digits, plain) = part.split_at_checked(2).ok_or("`\\x` wants two digits")?;
            piece.extend(unhex(digits)?);
            piece.extend_from_slice(plain.as_bytes());
        }
        out.extend(piece.repeat(times));
        rest = after;
    }
    if rest.is_empty() {
        Ok(out)
    } else {
        Err(format!("`{word}` is not quoted"))
    }
}

/// Hexadecimal digits in groups, perhaps with `*N` at the end.
fn hex_line(line: &str) -> Result<Vec<u8>, String> {
    let (digits, times) = line.split_once('*').unwrap_or((line, "1"));
    let times: usize = times
        .trim()
        .parse()
        .map_err(|_| format!("`{line}` is no product"))?;
    Ok(unhex(&digits.replace(' ', ""))?.repeat(times))
}

pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

pub(crate) fn unhex(digits: &str) -> Result<Vec<u8>, String> {
    let pair = |i| {
        digits
            .get(i..i + 2)
            .and_then(|pair| u8::from_str_radix(pair, 16).ok())
    };
    (0..digits.len())
        .step_by(2)
        .map(|i| pair(i).ok_or_else(|| format!("`{digits}` is not hexadecimal")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{hex, hex_line, octets, parse, pieces, text, words};

    #[test]
    fn octets_and_text_of_a_message() {
        assert_eq!(
            pieces(r#"<05 00>"a"*3<ff>*2"#).unwrap(),
            b"\x05\0aaa\xff\xff"
        );
        assert_eq!(pieces("<>").unwrap(), b"");
        assert_eq!(text(r"'a'*2'\u{20ac}x'").unwrap(), "aa\u{20ac}x");
        for bad in ["<0", "<0>", "abc", "\"a", "<00>x"] {
            assert!(pieces(bad).is_err(), "{bad}");
        }
        for bad in ["'a", "a", r"'\u{d800}'", r"'\u{41'", "'a'*x"] {
            assert!(text(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn octets_are_quoted_escaped_and_multiplied() {
        assert_eq!(octets(r#""a\x00b""#).unwrap(), b"a\0b");
        assert_eq!(octets(r#""x"*3"yz""#).unwrap(), b"xxxyz");
        assert_eq!(octets(r#""""#).unwrap(), b"");
        assert!(octets("abc").is_err());
        assert!(octets(r#""a"#).is_err());
        assert!(octets(r#""\x0""#).is_err());
    }

    #[test]
    fn hex_is_grouped_and_multiplied() {
        assert_eq!(hex(&hex_line("00 0102").unwrap()), "000102");
        assert_eq!(hex(&hex_line("61 *4").unwrap()), "61616161");
        assert!(hex_line("0").is_err());
        assert!(hex_line("0g").is_err());
    }

    #[test]
    fn a_space_inside_quotes_does_not_end_a_word() {
        assert_eq!(words(r#"name  "a b"*2  7"#), ["name", r#""a b"*2"#, "7"]);
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_line() {
        for (text, line) in [
            ("about x", 1),
            ("vector a\nnonsense x", 2),
            ("vector a\nfields\n  x", 3),
            ("vector a\nneed x", 2),
            ("vector a\nabout x\nabout y", 3),
            ("message a\ngiven\n  text", 3),
            ("message a\ngiven\n  text 'x", 3),
        ] {
            let error = parse(text, "file").err().unwrap();
            assert!(
                error.starts_with(&format!("line {line}:")),
                "{text:?}: {error}"
            );
        }
    }
}
