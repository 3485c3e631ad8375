//! The sources, the merged file and the schema agree.

use serde_json::{Value, json};
use smpp_vectors::schema;

#[test]
fn the_merged_file_is_what_the_sources_say() {
    let path = smpp_vectors::home().join("vectors.json");
    let merged = smpp_vectors::merge().unwrap();
    let stored = std::fs::read_to_string(path).unwrap();
    assert!(
        stored == merged,
        "vectors.json differs from its sources: run `cargo run -p smpp-vectors --bin merge`"
    );
}

fn schema_json() -> Value {
    let text = std::fs::read_to_string(smpp_vectors::home().join("schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_merged_file_follows_the_schema() {
    let schema = schema_json();
    let merged = smpp_vectors::merged_json().unwrap();
    // One by one, so that the message names the vector.
    for vector in merged["vectors"].as_array().unwrap() {
        let one = json!({ "format": merged["format"], "vectors": [vector], "messages": [] });
        schema::check(&one, &schema, &schema, "")
            .unwrap_or_else(|error| panic!("{} {error}", vector["id"]));
    }
    for message in merged["messages"].as_array().unwrap() {
        let one = json!({ "format": merged["format"], "vectors": [], "messages": [message] });
        schema::check(&one, &schema, &schema, "")
            .unwrap_or_else(|error| panic!("{} {error}", message["id"]));
    }
    schema::check(&merged, &schema, &schema, "").unwrap();
}

#[test]
fn the_schema_refuses_what_it_should() {
    let schema = schema_json();
    let merged = smpp_vectors::merged_json().unwrap();
    let good = merged["vectors"][0].clone();
    for (key, bad) in [
        ("verdict", json!("perhaps")),
        ("octets", json!("0g")),
        ("octets", json!("000")),
        ("version", json!("3.5")),
        ("unheard_of", json!(1)),
        ("fields", json!([{ "name": "system_id" }])),
        ("tlvs", json!([{ "tag": 65536, "octets": "" }])),
        ("reencode", json!("maybe")),
    ] {
        let mut vector = good.clone();
        vector[key] = bad;
        let one = json!({ "format": 1, "vectors": [vector], "messages": [] });
        assert!(schema::check(&one, &schema, &schema, "").is_err(), "{key}");
    }
    let good = merged["messages"][0].clone();
    for (key, bad) in [
        ("kind", json!("guess")),
        ("version", json!("3.4")),
        ("given", json!([{ "name": "text" }])),
        (
            "given",
            json!([{ "name": "text", "text": "x", "word": "x" }]),
        ),
        ("expect", json!([{ "name": "octets", "octets": "0" }])),
        ("expect", json!([{ "name": "error", "word": "Not A Word" }])),
    ] {
        let mut message = good.clone();
        message[key] = bad;
        let one = json!({ "format": 1, "vectors": [], "messages": [message] });
        assert!(schema::check(&one, &schema, &schema, "").is_err(), "{key}");
    }
}
