//! A client of the virus scanner clamd: INSTREAM over TCP or a Unix socket.
//!
//! The scanner is optional and runs beside the program; its protocol is in `man clamd`. Each call opens a
//! connection of its own, and no step of it waits longer than the given time.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// Where the scanner listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clamd {
    /// `host:port`.
    Tcp(String),
    /// Path of a Unix socket.
    #[cfg(unix)]
    Unix(std::path::PathBuf),
}

/// What the scanner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing found.
    Clean,
    /// Something found, by the scanner's name for it.
    Found(String),
}

/// Bytes of one part of the stream; clamd takes parts of any size up to its limit.
const PART: usize = 64 * 1024;
/// Longest answer that is read.
const LONGEST_ANSWER: u64 = 4_096;

impl Clamd {
    /// Lets the scanner look at bytes.
    ///
    /// # Errors
    /// When it cannot be reached in time, ends the connection, or answers that it failed: then nothing is
    /// known of the file.
    pub fn scan(&self, bytes: &[u8], timeout: Duration) -> io::Result<Said> {
        match self {
            Self::Tcp(address) => {
                let address = address.to_socket_addrs()?.next().ok_or(io::ErrorKind::AddrNotAvailable)?;
                let stream = TcpStream::connect_timeout(&address, timeout)?;
                stream.set_read_timeout(Some(timeout))?;
                stream.set_write_timeout(Some(timeout))?;
                ask(stream, bytes)
            }
            #[cfg(unix)]
            Self::Unix(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(timeout))?;
                stream.set_write_timeout(Some(timeout))?;
                ask(stream, bytes)
            }
        }
    }
}

fn ask(mut stream: impl Read + Write, bytes: &[u8]) -> io::Result<Said> {
    stream.write_all(b"zINSTREAM\0")?;
    for part in bytes.chunks(PART) {
        stream.write_all(&u32::try_from(part.len()).map_err(io::Error::other)?.to_be_bytes())?;
        stream.write_all(part)?;
    }
    stream.write_all(&[0; 4])?;
    stream.flush()?;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.trim_end_matches(['\0', '\n']).strip_prefix("stream: ").unwrap_or(&answer).to_owned();
    match answer.strip_suffix(" FOUND") {
        Some(name) => Ok(Said::Found(name.to_owned())),
        None if answer == "OK" => Ok(Said::Clean),
        None => Err(io::Error::other(format!("the scanner answered {answer:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread::{self, JoinHandle};

    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(10);

    /// A scanner that takes one stream whole and gives `answer`; tells what it was sent.
    fn scanner(answer: &'static [u8]) -> (Clamd, JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound").to_string();
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("somebody comes");
            let mut command = [0; 10];
            stream.read_exact(&mut command).expect("a command");
            assert_eq!(&command, b"zINSTREAM\0");
            let mut sent = Vec::new();
            loop {
                let mut length = [0; 4];
                stream.read_exact(&mut length).expect("a length");
                let mut part = vec![0; usize::try_from(u32::from_be_bytes(length)).expect("small")];
                if part.is_empty() {
                    break;
                }
                stream.read_exact(&mut part).expect("a part");
                sent.extend(part);
            }
            stream.write_all(answer).expect("it listens");
            sent
        });
        (Clamd::Tcp(address), thread)
    }

    #[test]
    fn a_clean_file_and_a_virus_are_told_apart_and_all_bytes_are_sent() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|at| u8::try_from(at % 251).expect("small")).collect();
        let (clamd, thread) = scanner(b"stream: OK\0");
        assert_eq!(clamd.scan(&bytes, TIMEOUT).expect("an answer"), Said::Clean);
        assert_eq!(thread.join().expect("it ended"), bytes);
        let (clamd, _thread) = scanner(b"stream: Eicar-Signature FOUND\0");
        assert_eq!(clamd.scan(b"x", TIMEOUT).expect("an answer"), Said::Found("Eicar-Signature".to_owned()));
    }

    #[test]
    fn a_scanner_that_fails_or_is_not_there_is_an_error_and_never_clean() {
        let (clamd, _thread) = scanner(b"INSTREAM size limit exceeded. ERROR\0");
        assert!(clamd.scan(b"x", TIMEOUT).is_err());
        let (clamd, _thread) = scanner(b"");
        assert!(clamd.scan(b"x", TIMEOUT).is_err());
        let gone = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound");
        assert!(Clamd::Tcp(gone.to_string()).scan(b"x", TIMEOUT).is_err());
    }
}
