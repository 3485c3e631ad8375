#!/usr/bin/env python3
"""Compares what each published crate depends on with docs/dependencies.md.

    dependencies.py          fails on any difference
    dependencies.py bless    writes the tables anew: add the reason for each new dependency

The reasons are written by hand. Everything else in the tables is cargo's answer. Needs the
dependencies of every platform: `cargo fetch --locked`. The rules for dependencies between packages
of this repository are in tests/structure/folders.py.
"""

import difflib
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/dependencies.md"
PUBLISHED = ["smpp-codec", "smpp-message", "smpp-session", "smpp-connection",
             "smpp-tokio", "smpp-blocking", "smpp-cli"]
PURE = PUBLISHED[:3]
# Feature `serde` of the codec brings serde's build scripts, which read the compiler's version.
RUNS_CODE = {("smpp-codec", "serde"): {"serde", "serde_core"}}
WITH_RUNTIME = {"smpp-tokio", "smpp-cli"}
# The trait `Stream` alone: no executor and no reactor.
NO_RUNTIME = {"futures-core"}
# A crate with such a name, or with a name that begins so, is part of an asynchronous runtime.
RUNTIMES = ("tokio", "mio", "async", "smol", "futures", "polling", "socket2", "glommio", "monoio", "compio")
# The tables list the trees of one platform, so that they are the same on every machine.
TARGET = "x86_64-unknown-linux-gnu"


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments, "--locked"], cwd=ROOT, check=True,
                          capture_output=True, text=True).stdout


def tree(crate, features, target=TARGET):
    """The names of the crates compiled for `crate`: normal and build dependencies, procedural macros."""
    found = cargo("tree", "-p", crate, "-e", "normal,build", "--target", target, "--prefix", "none",
                  "--format", "{p}", "--no-default-features", "--features", ",".join(features))
    return {line.split()[0] for line in found.splitlines() if line} - {crate}


def runtime_failures(packages):
    """Checks on every platform, with all features: only the crates WITH_RUNTIME have a runtime."""
    for crate in PUBLISHED:
        features = [name for name in packages[crate]["features"] if name != "default"]
        names = tree(crate, features, "all")
        runtimes = sorted(name for name in names - NO_RUNTIME if name.startswith(RUNTIMES))
        if crate in WITH_RUNTIME and "tokio" not in runtimes:
            yield f"control: the check does not see the runtime of {crate}"
        if crate not in WITH_RUNTIME and runtimes:
            yield f"{crate} depends on a runtime, on some platform: {', '.join(runtimes)}"
        # What only macOS and Windows have: the tree is that of every platform.
        if crate == "smpp-blocking" and not {"security-framework", "schannel"} <= names:
            yield f"control: the tree of {crate} lacks the crates of other platforms"


def quoted(names):
    return ", ".join(f"`{name}`" for name in names)


def uses(packages):
    """By dependency: the published crates whose manifests name it, and with which feature."""
    used = {}
    for crate in PUBLISHED:
        package = packages[crate]
        for dependency in package["dependencies"]:
            name = dependency["name"]
            if dependency["kind"] == "dev":
                continue
            by = f"`{crate}`"
            if dependency["optional"]:
                by += " with " + quoted(feature for feature, turns_on in package["features"].items()
                                        if f"dep:{name}" in turns_on)
            used.setdefault(name, []).append(by)
    return used


def direct_table(packages, reasons, failures):
    yield "| dependency | of | why |"
    yield "|---|---|---|"
    used = uses(packages)
    own = [name for name in PUBLISHED if name in used]
    for name in own + sorted(used.keys() - set(own)):
        reason = reasons.get(name, "")
        if not reason:
            failures.append(f"`{name}` has no reason in {PAGE.name}")
        yield f"| `{name}` | {', '.join(used[name])} | {reason} |"


def trees_table(packages, runs_code, failures):
    yield "| crate | feature | tree |"
    yield "|---|---|---|"
    for crate in PUBLISHED:
        base = tree(crate, [])
        features = [name for name in packages[crate]["features"] if name != "default"]
        added = {feature: tree(crate, [feature]) - base for feature in features}
        everything = tree(crate, features)
        if everything != base.union(*added.values()):
            failures.append(f"{crate}: all features together bring more than each alone")
        default = tree(crate, ["default"]) if "default" in packages[crate]["features"] else base
        if crate in PURE and default & runs_code:
            failures.append(f"{crate} with default features: runs code when it is built: {sorted(default & runs_code)}")
        for feature, names in [("none", base), *added.items()]:
            runs = names & runs_code
            if crate in PURE and runs != RUNS_CODE.get((crate, feature), set()):
                failures.append(f"{crate}, {feature}: runs code when it is built: {sorted(runs)}")
            shown = ", ".join(f"`{name}`" + "\\*" * (name in runs) for name in sorted(names))
            if feature == "none":
                yield f"| `{crate}` | none | {shown} |"
            else:
                yield f"| | `{feature}` | {'and ' + shown if shown else 'no more'} |"


def stale_locks():
    """Checks the lock file of every workspace, those that no recipe builds included."""
    listed = subprocess.run(["git", "ls-files", "*Cargo.toml"], cwd=ROOT, check=True, capture_output=True, text=True)
    for manifest in listed.stdout.split():
        if re.search(r"^\[workspace\]$", (ROOT / manifest).read_text(), re.MULTILINE):
            if subprocess.run(["cargo", "update", "--workspace", "--locked", "--quiet", "--manifest-path", manifest],
                              cwd=ROOT, capture_output=True).returncode:
                yield f"the lock file is not current: cargo update --workspace --manifest-path {manifest}"


def replace(text, mark, lines):
    """`text` with the table below the heading `mark` replaced by `lines`."""
    pattern = re.compile(rf"(\n## {re.escape(mark)}\n.*?\n)(\|.*?\n)(?!\|)", re.DOTALL)
    table = "\n".join(lines) + "\n"
    text, count = pattern.subn(lambda found: found[1] + table, text)
    if count != 1:
        sys.exit(f"FAILED  {PAGE.name} has no table below: {mark}")
    return text


def main():
    metadata = json.loads(cargo("metadata", "--all-features", "--format-version", "1"))
    members = set(metadata["workspace_members"])
    packages = {p["name"]: p for p in metadata["packages"] if p["id"] in members}
    runs_code = {p["name"] for p in metadata["packages"] for target in p["targets"]
                 if {"custom-build", "proc-macro"} & set(target["kind"])}
    failures = [*runtime_failures(packages), *stale_locks()]
    published = {name for name, package in packages.items() if package["publish"] is None}
    if published != set(PUBLISHED):
        failures.append(f"PUBLISHED in this script differs from the published packages: {published ^ set(PUBLISHED)}")

    old = PAGE.read_text()
    reasons = dict(re.findall(r"^\| `([\w-]+)` \| [^|]* \| ([^|]*?) \|$", old.split("\n## Trees\n")[0], re.M))
    new = replace(old, "Direct", direct_table(packages, reasons, failures))
    new = replace(new, "Trees", trees_table(packages, runs_code, failures))
    if sys.argv[1:] == ["bless"]:
        PAGE.write_text(new)
    elif new != old:
        sys.stderr.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True),
                                                   "committed", "cargo's", n=0))
        failures.append(f"{PAGE.name} is not what cargo resolves: tests/dependencies.py bless")
    for failure in failures:
        print("FAILED ", failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print(f"ok      {len(PUBLISHED)} published crates depend on exactly what {PAGE.name} lists; "
          f"{len(PUBLISHED) - len(WITH_RUNTIME)} of them on no runtime, on any platform")


main()
