//! What `SECURITY.md` and the review page say is there: tests, commands, limits and their defaults.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use smpp_connection::{AdmissionLimits, Settings};
use smpp_message::correlate::CorrelatorConfig;
use smpp_message::reassemble::Keep;
use smpp_session::Config;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    let text = fs::read_to_string(root().join(path));
    text.unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The cells of every row under a heading.
fn rows<'t>(text: &'t str, heading: &str) -> Vec<Vec<&'t str>> {
    let (_, section) = text.split_once(heading).expect("the heading is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with('|'));
    // Two lines are the head of the table.
    let cells = rows
        .skip(2)
        .map(|row| row.trim_matches('|').split('|').map(str::trim).collect());
    cells.collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names of the functions of every source below `folder`.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("target") {
            functions(&path, names);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).expect("a source is text");
            let found = text.lines().filter_map(|line| line.split_once("fn "));
            let found = found.filter_map(|(_, rest)| rest.split_once('('));
            names.extend(found.map(|(name, _)| name.to_owned()));
        }
    }
}

#[test]
fn every_test_that_is_named_exists_and_every_attack_has_one() {
    let mut names = BTreeSet::new();
    for folder in ["crates", "apps", "tests", "fuzz"] {
        functions(&root().join(folder), &mut names);
    }
    assert!(!names.contains("a_test_that_nobody_wrote"));
    let text = read("SECURITY.md");
    let attacks = rows(&text, "\n## The attacks\n");
    assert!(attacks.len() >= 17, "{} attacks", attacks.len());
    for attack in attacks {
        let &[what, _, shown] = attack.as_slice() else {
            panic!("three cells: {attack:?}");
        };
        let tests: Vec<&str> = quoted(shown).filter(|name| name.contains('_')).collect();
        assert!(!tests.is_empty(), "no test: {what}");
        for test in tests {
            assert!(names.contains(test), "{what}: there is no test `{test}`");
        }
    }
}

/// A number as people write it: 10,000.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[test]
fn every_limit_has_the_default_that_is_stated() {
    let seconds = |time: Duration| format!("{} s", grouped(time.as_secs()));
    let timer = |time: Option<Duration>| time.map_or_else(|| "off".into(), seconds);
    let octets = |octets: usize| format!("{} octets", grouped(octets as u64));
    let count = |count: usize| grouped(count as u64);
    let (config, settings) = (Config::default(), Settings::default());
    let (admission, keep) = (AdmissionLimits::default(), Keep::default());
    let expected = [
        ("Config::max_frame_octets", octets(config.max_frame_octets)),
        (
            "Config::max_unbound_frame_octets",
            octets(config.max_unbound_frame_octets),
        ),
        (
            "Config::max_bind_attempts",
            count(config.max_bind_attempts.into()),
        ),
        (
            "Config::max_unanswered",
            count(config.max_unanswered as usize),
        ),
        (
            "Config::session_init_timeout",
            timer(config.session_init_timeout),
        ),
        ("Config::bind_timeout", timer(config.bind_timeout)),
        ("Config::response_timeout", timer(config.response_timeout)),
        ("Config::frame_timeout", timer(config.frame_timeout)),
        (
            "Config::enquire_link_interval",
            timer(config.enquire_link_interval),
        ),
        (
            "Config::enquire_link_timeout",
            timer(config.enquire_link_timeout),
        ),
        (
            "Config::inactivity_timeout",
            timer(config.inactivity_timeout),
        ),
        ("Config::unbind_timeout", timer(config.unbind_timeout)),
        ("Settings::window", count(settings.window)),
        (
            "Settings::max_unsent_octets",
            octets(settings.max_unsent_octets),
        ),
        (
            "Settings::connect_timeout",
            seconds(settings.connect_timeout),
        ),
        ("Settings::write_timeout", timer(settings.write_timeout)),
        ("Settings::linger", seconds(settings.linger)),
        (
            "AdmissionLimits::connections",
            count(admission.connections as usize),
        ),
        (
            "AdmissionLimits::per_address",
            count(admission.per_address as usize),
        ),
        (
            "AdmissionLimits::unbound",
            count(admission.unbound as usize),
        ),
        (
            "AdmissionLimits::failed_binds",
            count(admission.failed_binds as usize),
        ),
        ("AdmissionLimits::block_time", seconds(admission.block_time)),
        (
            "AdmissionLimits::remembered_addresses",
            count(admission.remembered_addresses),
        ),
        ("Keep::age", seconds(keep.age)),
        ("Keep::whole", seconds(keep.whole)),
        ("Keep::message_octets", octets(keep.message_octets as usize)),
        (
            "Keep::messages_per_source",
            keep.messages_per_source
                .map_or_else(|| "off".into(), |most| count(most.into())),
        ),
        (
            "CorrelatorConfig::max_age",
            seconds(CorrelatorConfig::default().max_age),
        ),
    ];
    let text = read("SECURITY.md");
    let mut stated = Vec::new();
    for row in rows(&text, "\n## Limits and their defaults\n") {
        let &[_, default, place] = row.as_slice() else {
            panic!("three cells: {row:?}");
        };
        stated.push((quoted(place).next().unwrap_or_default(), default.to_owned()));
    }
    assert_eq!(stated, expected);
}

/// The recipes of `just ci`, which are what `.ci/run` runs.
fn gate() -> Vec<String> {
    let recipes = read("justfile");
    let ci = recipes.lines().find_map(|line| line.strip_prefix("ci: "));
    let names = ci.expect("a recipe `ci`").split(' ');
    names.map(str::to_owned).collect()
}

#[test]
fn contributing_has_a_time_for_each_recipe_of_the_gate() {
    let page = read("CONTRIBUTING.md");
    let recipes = rows(&page, "\n## The gate\n")
        .into_iter()
        .map(|row| quoted(row[0]).next().unwrap_or_default().to_owned());
    assert_eq!(recipes.collect::<Vec<_>>(), gate());
}

/// Each command of the review page is a recipe that exists, and that the gate runs; of what takes
/// long, the short form.
#[test]
fn every_command_of_the_review_page_is_a_recipe() {
    let recipes = read("justfile");
    let gate = gate();
    let page = read("docs/review.md");
    let commands = rows(&page, "\n## The commands\n");
    assert!(commands.len() >= 10, "{} commands", commands.len());
    for row in commands {
        let command = quoted(row[0]).next().unwrap_or_default();
        let recipe = command.strip_prefix("just ").expect("a recipe");
        let recipe = recipe.split(' ').next().unwrap_or_default();
        let found = recipes.lines().any(|line| {
            let name = line.split([' ', ':']).next();
            name == Some(recipe) && line.contains(':')
        });
        assert!(found, "`just {recipe}` is no recipe");
        let short = recipe.strip_suffix("-long").unwrap_or(recipe);
        assert!(gate.iter().any(|step| step == short), "{short}: not run");
    }
}

#[test]
fn the_review_page_lists_files_that_exist() {
    let page = read("docs/review.md");
    let mut paths = 0;
    for row in rows(&page, "\n## Reading\n") {
        for path in quoted(row[0]) {
            assert!(root().join(path).exists(), "{path}");
            paths += 1;
        }
    }
    assert!(paths >= 10, "{paths} paths");
}
