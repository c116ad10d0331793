//! The counter answers and stops when it is asked to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::installation::Installation;

/// A counter that is ended with the test, however that ends.
struct Counter {
    child: Child,
    address: String,
}

impl Counter {
    fn start(installation: &Installation) -> Self {
        let mut command = installation.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program was built");
        let mut line = String::new();
        let told = child.stderr.take().expect("it is piped");
        BufReader::new(told).read_line(&mut line).expect("it says where it listens");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line}")).to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers in UTF-8");
        answer
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_start_page_and_the_sign_of_life_answer() {
    let installation = Installation::made();
    installation.does(&["round", "open", "--year", "2026"]);
    let counter = Counter::start(&installation);
    let health = counter.get("/healthz");
    assert!(health.starts_with("HTTP/1.1 200 OK") && health.ends_with("\r\n\r\nok\n"), "{health}");
    let page = counter.get("/");
    assert!(page.contains("<html lang=\"vi\"") && page.contains("Tỉnh Cao Bằng"), "{page}");
    assert!(page.contains("<th scope=\"row\">2026</th>"), "{page}");
    assert!(counter.get("/nothing").starts_with("HTTP/1.1 404"));
    let sentence = installation.refuses(&["serve", "--listen", &counter.address]);
    assert!(sentence.contains("cannot be listened on"), "{sentence}");
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_ends_well() {
    let installation = Installation::made();
    let mut counter = Counter::start(&installation);
    let process = i32::try_from(counter.child.id()).ok().and_then(rustix::process::Pid::from_raw);
    let process = process.expect("a running process has a number");
    rustix::process::kill_process(process, rustix::process::Signal::TERM).expect("it is ours");
    let ended = counter.child.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}
