//! HTTP/1.1 as a browser speaks it over a connection that stays open, without any of its comfort: the
//! driver must cost less than what it measures.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    bytes: Vec<u8>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in small letters, with values as they came.
    pub headers: Vec<(String, String)>,
    /// The body, put together where it came in pieces.
    pub body: Vec<u8>,
}

/// What a browser keeps between requests.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    cookies: BTreeMap<String, String>,
}

/// One open connection.
pub struct Client {
    stream: TcpStream,
    waiting: Vec<u8>,
}

/// Longer than any answer takes: a server that hangs ends the run instead of holding it.
const PATIENCE: Duration = Duration::from_secs(30);

impl Request {
    /// Reads a page.
    #[must_use]
    pub fn get(path: &str, visitor: &Visitor) -> Self {
        Self { bytes: head("GET", path, visitor, "").into_bytes() }
    }

    /// Sends a form; the fields are put into the form's own writing here.
    #[must_use]
    pub fn post(path: &str, visitor: &Visitor, fields: &[(&str, &str)]) -> Self {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect::<Vec<_>>();
        let body = body.join("&");
        let more = format!(
            "origin: http://localhost\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            body.len()
        );
        Self { bytes: (head("POST", path, visitor, &more) + &body).into_bytes() }
    }
}

fn head(method: &str, path: &str, visitor: &Visitor, more: &str) -> String {
    let cookies: Vec<String> =
        visitor.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let cookie =
        if cookies.is_empty() { String::new() } else { format!("cookie: {}\r\n", cookies.join("; ")) };
    format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept-language: vi\r\n{cookie}{more}\r\n")
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

impl Response {
    /// The first header of that name, given in small letters.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of the first form field of that name in the page, like the token against forged forms.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        let page = String::from_utf8_lossy(&self.body);
        let (before, after) = page.split_once(&format!("name=\"{name}\""))?;
        let tag_start = before.rfind('<')?;
        let tag_end = after.find('>')?;
        let tag = format!("{}{}", &before[tag_start..], &after[..tag_end]);
        let (_, value) = tag.split_once("value=\"")?;
        Some(value.split('"').next()?.to_owned())
    }
}

impl Visitor {
    /// Somebody with that cookie.
    #[must_use]
    pub fn with_cookie(name: &str, value: &str) -> Self {
        Self { cookies: BTreeMap::from([(name.to_owned(), value.to_owned())]) }
    }

    /// Keeps the cookies of an answer and forgets those it takes back.
    pub fn take(&mut self, response: &Response) {
        for (_, cookie) in response.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let Some((name, rest)) = cookie.split_once('=') else { continue };
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() || rest.to_ascii_lowercase().contains("max-age=0") {
                self.cookies.remove(name.trim());
            } else {
                self.cookies.insert(name.trim().to_owned(), value.to_owned());
            }
        }
    }
}

impl Client {
    /// Opens a connection.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, waiting: Vec::with_capacity(16 * 1_024) })
    }

    /// Asks and waits for the whole answer.
    ///
    /// # Errors
    /// When the connection ends, or what comes is no HTTP.
    pub fn ask(&mut self, request: &Request) -> io::Result<Response> {
        self.stream.write_all(&request.bytes)?;
        self.waiting.clear();
        let head = loop {
            if let Some(end) = find(&self.waiting, b"\r\n\r\n") {
                break end;
            }
            self.more()?;
        };
        let (status, headers) = read_head(&self.waiting[..head])?;
        let mut response = Response { status, headers, body: Vec::new() };
        response.body = match response.header("content-length").map(str::parse::<usize>) {
            Some(Ok(length)) => self.exactly(head + 4, length)?,
            Some(Err(_)) => return Err(no_http()),
            None if response.header("transfer-encoding").is_some() => self.pieces(head + 4)?,
            None => Vec::new(),
        };
        Ok(response)
    }

    fn more(&mut self) -> io::Result<()> {
        let mut part = [0; 16 * 1_024];
        let read = self.stream.read(&mut part)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.waiting.extend_from_slice(&part[..read]);
        Ok(())
    }

    fn exactly(&mut self, from: usize, length: usize) -> io::Result<Vec<u8>> {
        while self.waiting.len() < from + length {
            self.more()?;
        }
        Ok(self.waiting[from..from + length].to_vec())
    }

    fn pieces(&mut self, mut from: usize) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(end) = find(&self.waiting[from..], b"\r\n") {
                    break from + end;
                }
                self.more()?;
            };
            let size = std::str::from_utf8(&self.waiting[from..line]).map_err(|_| no_http())?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(|_| no_http())?;
            body.append(&mut self.exactly(line + 2, size)?);
            from = line + 2 + size + 2;
            while self.waiting.len() < from {
                self.more()?;
            }
            if size == 0 {
                return Ok(body);
            }
        }
    }
}

fn read_head(bytes: &[u8]) -> io::Result<(u16, Vec<(String, String)>)> {
    let text = std::str::from_utf8(bytes).map_err(|_| no_http())?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(no_http)?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Ok((status, headers))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn no_http() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the answer is no HTTP")
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A server that gives one answer, whatever is asked.
    fn answer(text: &'static str) -> Response {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has one");
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the client comes");
            let mut asked = [0; 1_024];
            let read = stream.read(&mut asked).expect("it asks");
            assert!(asked[..read].starts_with(b"GET / HTTP/1.1\r\n"));
            text.as_bytes().chunks(7).for_each(|part| stream.write_all(part).expect("it listens"));
        });
        let response = Client::open(address)
            .and_then(|mut client| client.ask(&Request::get("/", &Visitor::default())))
            .expect("an answer");
        server.join().expect("no panic");
        response
    }

    #[test]
    fn answers_of_a_length_and_in_pieces_are_read_whole() {
        let whole = answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nxin c");
        assert_eq!((whole.status, whole.body.as_slice()), (200, &b"xin c"[..]));
        let pieces = answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxin\r\nA\r\n chao ban!\r\n0\r\n\r\n",
        );
        assert_eq!(pieces.body, b"xin chao ban!");
        assert_eq!(answer("HTTP/1.1 303 See Other\r\nLocation: /\r\ncontent-length: 0\r\n\r\n").status, 303);
    }

    #[test]
    fn cookies_and_the_token_of_a_form_are_kept_and_sent() {
        let response = answer(
            "HTTP/1.1 200 OK\r\nset-cookie: phien=abc; Path=/; HttpOnly\r\nset-cookie: cu=1; Max-Age=0\r\n\
             content-length: 58\r\n\r\n<form><input type=\"hidden\" name=\"ma\" value=\"t-1\"></form>   ",
        );
        let mut visitor = Visitor::default();
        visitor.take(&response);
        assert_eq!(visitor.cookies.get("phien").map(String::as_str), Some("abc"));
        assert!(!visitor.cookies.contains_key("cu"));
        assert_eq!(response.field("ma").as_deref(), Some("t-1"));
        let request = Request::post("/nop", &visitor, &[("ma", "t-1"), ("tên", "Hà & An")]);
        let text = String::from_utf8(request.bytes).expect("text");
        assert!(text.contains("cookie: phien=abc\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\nma=t-1&t%C3%AAn=H%C3%A0%20%26%20An"), "{text}");
    }
}
