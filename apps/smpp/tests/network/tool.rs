//! Runs the tool: once to its end, or as a message centre that goes on.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than anything here takes, on any machine.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// The passwords of these tests: none may be seen anywhere.
pub(crate) const PASSWORDS: [&str; 3] = ["hush-hus", "pssst-pw", "wrong-pw"];

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// That it failed with this code, and said so in one line that has these words in it.
    pub(crate) fn failed(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        let lines: Vec<&str> = self.stderr.lines().collect();
        assert_eq!(lines.len(), 1, "{self:?}");
        assert!(lines[0].starts_with("smpp: "), "{self:?}");
        for word in words {
            assert!(lines[0].contains(word), "no {word:?} in {self:?}");
        }
    }

    /// The ids that were printed.
    pub(crate) fn ids(&self) -> Vec<String> {
        let ids = self.stdout.lines().filter(|line| line.starts_with("part "));
        ids.filter_map(|line| Some(line.split_once("message_id ")?.1.to_owned()))
            .collect()
    }
}

pub(crate) fn no_password(text: &str) {
    for password in PASSWORDS {
        assert!(!text.contains(password), "a password in: {text}");
    }
}

/// Runs the tool to its end.
pub(crate) fn smpp(arguments: &[&str]) -> Ran {
    smpp_with(arguments, &[])
}

pub(crate) fn smpp_with(arguments: &[&str], environment: &[(&str, &str)]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_smpp"))
        .args(arguments)
        .env_remove("SMPP_PASSWORD")
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let out = thread::spawn(move || text(&mut stdout));
    let err = thread::spawn(move || text(&mut stderr));
    let code = wait(&mut child);
    let ran = Ran {
        code,
        stdout: out.join().unwrap(),
        stderr: err.join().unwrap(),
    };
    no_password(&ran.stdout);
    no_password(&ran.stderr);
    ran
}

fn text(stream: &mut impl Read) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

/// Waits for the end, but not for ever.
fn wait(child: &mut Child) -> Option<i32> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if start.elapsed() > LONG {
            child.kill().unwrap();
            panic!("it does not end");
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// A message centre, with the users `bank` and `phone`.
pub(crate) struct Mc {
    child: Child,
    pub(crate) address: String,
    stdout: Arc<Lines>,
    stderr: Arc<Lines>,
}

impl Mc {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let users = [
            format!("bank:{}", PASSWORDS[0]),
            format!("phone:{}", PASSWORDS[1]),
        ];
        let mut child = Command::new(env!("CARGO_BIN_EXE_smpp"))
            .args(["mc", "--listen", "127.0.0.1:0"])
            .args(["--user", &users[0], "--user", &users[1]])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = Lines::of(child.stdout.take().unwrap());
        let stderr = Lines::of(child.stderr.take().unwrap());
        let first = stdout.wait_for(&["listening on "]);
        assert_eq!(stdout.all()[0], first, "where it listens is the first line");
        let address = first.strip_prefix("listening on ").unwrap().to_owned();
        Self {
            child,
            address,
            stdout,
            stderr,
        }
    }

    /// The first line of its standard output with all of these words in it.
    pub(crate) fn said(&self, words: &[&str]) -> String {
        self.stdout.wait_for(words)
    }

    /// The same of standard error.
    pub(crate) fn complained(&self, words: &[&str]) -> String {
        self.stderr.wait_for(words)
    }

    /// `smpp send` to it, with the password in the environment.
    pub(crate) fn send(&self, arguments: &[&str]) -> Ran {
        let to = ["send", "--connect", &self.address, "--system-id", "bank"];
        let between = ["--from", "BANK", "--to", "447700900123"];
        let arguments = [&to[..], &between, arguments].concat();
        smpp_with(&arguments, &[("SMPP_PASSWORD", PASSWORDS[0])])
    }

    /// Sends a signal, and waits until the process has ended.
    pub(crate) fn stop(mut self, signal: Signal) -> (Option<i32>, Vec<String>, Vec<String>) {
        signal.send(&self.child);
        let code = wait(&mut self.child);
        let (stdout, stderr) = (self.stdout.whole(), self.stderr.whole());
        no_password(&stdout.join("\n"));
        no_password(&stderr.join("\n"));
        (code, stdout, stderr)
    }
}

impl Drop for Mc {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A signal that stops the tool.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signal {
    Interrupt,
    Terminate,
}

impl Signal {
    #[cfg(unix)]
    fn send(self, child: &Child) {
        use rustix::process::{Pid, Signal, kill_process};

        let signal = match self {
            Self::Interrupt => Signal::INT,
            Self::Terminate => Signal::TERM,
        };
        kill_process(Pid::from_child(child), signal).unwrap();
    }

    #[cfg(not(unix))]
    fn send(self, _: &Child) {
        panic!("{self:?}: signals are sent on Unix only");
    }
}

/// The lines of a stream as they come.
#[derive(Default)]
struct Lines {
    lines: Mutex<(Vec<String>, bool)>,
    changed: Condvar,
}

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Arc<Self> {
        let lines = Arc::new(Self::default());
        let shared = Arc::clone(&lines);
        thread::spawn(move || {
            for line in BufReader::new(stream).lines() {
                shared.lines.lock().unwrap().0.push(line.unwrap());
                shared.changed.notify_all();
            }
            shared.lines.lock().unwrap().1 = true;
            shared.changed.notify_all();
        });
        lines
    }

    fn all(&self) -> Vec<String> {
        self.lines.lock().unwrap().0.clone()
    }

    /// Every line, once the stream has ended.
    fn whole(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        let ended = self
            .changed
            .wait_timeout_while(lines, LONG, |lines| !lines.1);
        ended.unwrap().0.0.clone()
    }

    fn wait_for(&self, words: &[&str]) -> String {
        let find = |lines: &[String]| {
            let mut lines = lines.iter();
            let line = lines.find(|line| words.iter().all(|word| line.contains(word)));
            line.cloned()
        };
        let lines = self.lines.lock().unwrap();
        let waited = self
            .changed
            .wait_timeout_while(lines, LONG, |lines| find(&lines.0).is_none());
        let lines = waited.unwrap().0;
        find(&lines.0).unwrap_or_else(|| panic!("no {words:?} in {:#?}", lines.0))
    }
}
