//! The subset of JSON Schema that `spec-vectors/schema.json` uses.

use serde_json::Value;

/// The keywords that are understood; a schema with another one is refused, not passed over.
const KEYWORDS: [&str; 17] = [
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "minimum",
    "maximum",
    "pattern",
    "oneOf",
];

/// Checks a value against a schema; `root` resolves `$ref`.
///
/// # Errors
/// Where the value departs from the schema, and how.
pub fn check(value: &Value, schema: &Value, root: &Value, path: &str) -> Result<(), String> {
    let fail = |why: String| Err(format!("{path}: {why}"));
    let keys = schema
        .as_object()
        .ok_or_else(|| format!("{path}: the schema is no object"))?;
    if let Some(key) = keys.keys().find(|key| !KEYWORDS.contains(&key.as_str())) {
        return fail(format!("the checker does not know `{key}`"));
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#'));
        let target = target.ok_or_else(|| format!("{path}: no {reference}"))?;
        return check(value, target, root, path);
    }
    if let Some(name) = schema["type"].as_str() {
        if !has_type(value, name) {
            return fail(format!("not of type {name}"));
        }
    }
    if schema["enum"]
        .as_array()
        .is_some_and(|values| !values.contains(value))
    {
        return fail(format!("{value} is none of {}", schema["enum"]));
    }
    if schema
        .get("const")
        .is_some_and(|expected| expected != value)
    {
        return fail(format!("{value} is not {}", schema["const"]));
    }
    if let Some(number) = value.as_u64() {
        if schema["minimum"]
            .as_u64()
            .is_some_and(|least| number < least)
            || schema["maximum"].as_u64().is_some_and(|most| number > most)
        {
            return fail(format!("{number} is out of range"));
        }
    }
    if let (Some(pattern), Some(text)) = (schema["pattern"].as_str(), value.as_str()) {
        if !matches(pattern, text).ok_or_else(|| format!("{path}: unknown pattern {pattern}"))? {
            return fail(format!("`{text}` is not {pattern}"));
        }
    }
    if let Some(options) = schema["oneOf"].as_array() {
        let good = options
            .iter()
            .filter(|option| check(value, option, root, path).is_ok());
        if good.count() != 1 {
            return fail("not exactly one of the alternatives".into());
        }
    }
    if let Some(items) = value.as_array() {
        if let Some(schema) = schema.get("items") {
            for (place, item) in items.iter().enumerate() {
                check(item, schema, root, &format!("{path}[{place}]"))?;
            }
        }
    }
    if let Some(members) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !name.as_str().is_some_and(|name| members.contains_key(name)) {
                return fail(format!("{name} is missing"));
            }
        }
        for (name, member) in members {
            match schema["properties"].get(name) {
                Some(schema) => check(member, schema, root, &format!("{path}.{name}"))?,
                None if schema["additionalProperties"] == false => {
                    return fail(format!("`{name}` is not known"));
                }
                None => {}
            }
        }
    }
    Ok(())
}

fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// The patterns that the schema uses; `None` for another.
fn matches(pattern: &str, text: &str) -> Option<bool> {
    Some(match pattern {
        "^([0-9a-f]{2})*$" => {
            text.len() % 2 == 0 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
        }
        "^[a-z0-9_.\\[\\]-]+$" => {
            !text.is_empty()
                && text.bytes().all(
                    |c| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'[' | b']' | b'-'),
                )
        }
        _ => return None,
    })
}
