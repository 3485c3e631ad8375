#!/usr/bin/env python3
"""Checks the rules that each folder of the repository has for its packages.

    folders.py                   checks; needs no network
    folders.py --rust-versions   prints what .ci/msrv checks: folder, package, Rust version

crates/                  published libraries: the workspace's Rust version; no dependency on a package
                         outside crates/, but dev-dependencies on tests/ and fuzz/
apps/                    published programs: each states a Rust version of its own; dependencies on
                         packages in crates/ only
tests/, fuzz/, benches/  unpublished

No package depends on an app, except the unpublished ones. Every member of the workspace takes the
workspace's lints, of which one forbids unsafe code. What a package depends on outside the
repository, tests/dependencies.py checks.
"""

import copy
import dataclasses
import json
import pathlib
import subprocess
import sys
import tomllib

from rust_source import ROOT

LIBRARIES, PROGRAMS, PROOFS = "crates", "apps", ("tests", "fuzz", "benches")
# Libraries promise an old compiler. Raise it in the workspace's Cargo.toml and here, with a release.
LIBRARIES_RUST = "1.85"
SKIPPED = {"target", "node_modules", ".git"}


@dataclasses.dataclass
class Package:
    name: str
    folder: str
    manifest: dict
    # Names of programs.
    programs: list[str]
    has_library: bool
    published: bool
    rust_version: str | None
    is_member: bool
    is_default: bool
    # By dependency on another package of the repository: its folder and the kind.
    local: list[tuple[str, str]]

    @property
    def top(self):
        return self.folder.split("/")[0]

    @property
    def states_rust_version(self):
        return isinstance(self.manifest.get("package", {}).get("rust-version"), str)


def manifests(folder):
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in SKIPPED:
            yield from manifests(path)
        elif path.name == "Cargo.toml":
            yield path


def metadata(manifest):
    return json.loads(subprocess.run(
        ["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path", manifest],
        check=True, capture_output=True, text=True).stdout)


def packages():
    main = metadata(ROOT / "Cargo.toml")
    members, default = set(main["workspace_members"]), set(main["workspace_default_members"])
    found = {package["manifest_path"]: package for package in main["packages"]}
    for manifest in manifests(ROOT):
        if str(manifest) not in found and "package" in tomllib.loads(manifest.read_text()):
            found |= {package["manifest_path"]: package for package in metadata(manifest)["packages"]}
    for path, package in sorted(found.items()):
        kinds = [(target["name"], target["kind"]) for target in package["targets"]]
        yield Package(
            name=package["name"],
            folder=str(pathlib.Path(path).parent.relative_to(ROOT)),
            manifest=tomllib.loads(pathlib.Path(path).read_text()),
            programs=[name for name, kind in kinds if kind == ["bin"]],
            has_library=any("lib" in kind for _, kind in kinds),
            published=package["publish"] is None,
            rust_version=package["rust_version"],
            is_member=package["id"] in members,
            is_default=package["id"] in default,
            local=[(str(pathlib.Path(dependency["path"]).relative_to(ROOT)), dependency["kind"] or "normal")
                   for dependency in package["dependencies"] if "path" in dependency])


def names(package):
    """The names that a package in this folder may have."""
    parts = package.folder.split("/")
    if package.top == LIBRARIES:
        return {parts[-1]}
    return {parts[-1], *(f"smpp-{'-'.join(parts[start:])}" for start in range(len(parts)))}


def faults(package):
    """Which rules the package breaks."""
    top = package.top
    if top not in (LIBRARIES, PROGRAMS, *PROOFS):
        yield f"a package outside {LIBRARIES}/, {PROGRAMS}/, {'/, '.join(PROOFS)}/"
        return
    if not names(package) & {package.name, *(package.programs if top == PROGRAMS else [])}:
        yield f"its name is not that of the folder: {', '.join(sorted(names(package)))}"
    for folder, kind in package.local:
        other = folder.split("/")[0]
        allowed = {
            LIBRARIES: {LIBRARIES} if kind != "dev" else {LIBRARIES, "tests", "fuzz"},
            PROGRAMS: {LIBRARIES} if kind != "dev" else {LIBRARIES, "tests", "fuzz"},
        }.get(top)
        if allowed is not None and other not in allowed:
            yield f"a {kind} dependency on {folder}; allowed: {'/, '.join(sorted(allowed))}/"
    if package.published != (top in (LIBRARIES, PROGRAMS)):
        yield "publish = false is missing" if package.published else "publish = false in a published folder"
    if package.is_default != (top in (LIBRARIES, PROGRAMS)):
        yield "default-members are the packages in crates/ and apps/, and no others"
    if package.is_member and package.manifest.get("lints") != {"workspace": True}:
        yield "it does not take the lints of the workspace, of which one forbids unsafe code"
    if top == LIBRARIES:
        if package.rust_version != LIBRARIES_RUST:
            yield f"a library with Rust {package.rust_version}, not {LIBRARIES_RUST}"
        if not package.has_library or package.programs:
            yield "a package in crates/ is a library, without programs"
    if top == PROGRAMS and not package.states_rust_version:
        yield "a program states a rust-version of its own in its manifest"


def workspace_faults(manifest):
    if manifest["workspace"]["lints"]["rust"].get("unsafe_code") != "forbid":
        yield "the lints of the workspace do not forbid unsafe code"
    if manifest["workspace"]["package"]["rust-version"] != LIBRARIES_RUST:
        yield f"the rust-version of the workspace is not {LIBRARIES_RUST}"


def self_test(found, manifest):
    """Each rule, broken in a copy of a package that keeps it, must be reported."""
    library = next(package for package in found if package.folder == "crates/smpp-codec")
    program = next(package for package in found if package.top == PROGRAMS)
    proof = next(package for package in found if package.top == "tests" and package.is_member)
    plain = {"package": {"rust-version": {"workspace": True}}}
    cases = [
        (library, {"folder": "smpp-codec"}),
        (library, {"name": "codec"}),
        (library, {"local": [("apps/smpp", "dev")]}),
        (library, {"local": [("tests/simulator", "normal")]}),
        (library, {"local": [("fuzz/seeds", "build")]}),
        (library, {"local": [("benches", "dev")]}),
        (library, {"published": False}),
        (library, {"is_default": False}),
        (library, {"manifest": {"lints": {"rust": {"unsafe_code": "allow"}}}}),
        (library, {"rust_version": "1.90"}),
        (library, {"rust_version": None}),
        (library, {"programs": ["tool"]}),
        (program, {"manifest": program.manifest | plain}),
        (program, {"local": [("apps/smpp", "normal")]}),
        (program, {"local": [("tests/vectors", "normal")]}),
        (program, {"name": "tool", "programs": ["tool"]}),
        (proof, {"published": True}),
        (proof, {"is_default": True}),
        (proof, {"manifest": {}}),
    ]
    for package, change in cases:
        planted = dataclasses.replace(package, **change)
        if len(list(faults(planted))) <= len(list(faults(package))):
            sys.exit(f"FAILED  self-test: {package.folder} with {change} is not reported")
    for key, value in ("lints", {"rust": {"unsafe_code": "deny"}}), ("package", {"rust-version": "1.90"}):
        planted = copy.deepcopy(manifest)
        planted["workspace"][key] = value
        if not list(workspace_faults(planted)):
            sys.exit(f"FAILED  self-test: [workspace.{key}] with {value} is not reported")
    return len(cases) + 2


def main():
    found = list(packages())
    if sys.argv[1:] == ["--rust-versions"]:
        for package in found:
            if package.top in (LIBRARIES, PROGRAMS):
                print(package.top, package.name, package.rust_version)
        return
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    planted = self_test(found, manifest)
    failures = list(workspace_faults(manifest))
    failures += [f"{package.folder}: {fault}" for package in found for fault in faults(package)]
    for failure in failures:
        print("FAILED ", failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print(f"ok      {len(found)} packages keep the rules of their folders; {planted} planted faults are reported")


main()
