//! Files under their hash, in a folder and in a bucket; uploads that wait.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use sohoc_ledger::blobs::{Appended, Blobs, S3Address, S3Keys, hash};
use sohoc_ledger::db::Fault;
use sohoc_rules::ids::UploadId;

use crate::support::id;

fn keeps_and_gives_back(blobs: &Blobs) {
    let bytes = vec![7_u8; 100_000];
    let name = blobs.put(&bytes).expect("kept");
    assert_eq!(name, hash(&bytes));
    assert_eq!(blobs.put(&bytes).expect("kept again"), name);
    assert!(blobs.exists(&name).expect("asked"));
    assert!(blobs.get(&name).expect("read").is_some_and(|read| read == bytes));
    let other = hash(b"another");
    assert!(!blobs.exists(&other).expect("asked"));
    assert_eq!(blobs.get(&other).expect("read"), None);
    blobs.delete(&name).expect("taken away");
    blobs.delete(&name).expect("taken away before");
    assert!(blobs.get(&name).expect("read").is_none());
}

#[test]
fn a_folder_keeps_files_and_gives_them_back() {
    let folder = tempfile::tempdir().expect("a folder");
    keeps_and_gives_back(&Blobs::in_folder(&folder.path().join("evidence/so")).expect("it opens"));
}

#[test]
fn a_file_that_was_changed_behind_our_back_is_not_given_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Blobs::in_folder(folder.path()).expect("it opens");
    let name = blobs.put(b"as it was").expect("kept");
    let text: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
    let path: PathBuf = folder.path().join("files").join(&text[..2]).join(&text[2..4]).join(&text);
    fs::write(path, b"as it is").expect("it lies where it is looked for");
    assert!(matches!(blobs.get(&name), Err(Fault::Unreadable { .. })));
}

#[test]
fn only_a_part_that_follows_is_taken_and_the_length_survives_a_new_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let upload = UploadId::from_uuid(id(1));
    {
        let blobs = Blobs::in_folder(folder.path()).expect("it opens");
        let spool = blobs.spool();
        assert_eq!(spool.length(upload).expect("asked"), 0);
        assert_eq!(spool.append(upload, 1, b"ab").expect("written"), Appended::NotThere(0));
        assert_eq!(spool.append(upload, 0, b"ab").expect("written"), Appended::To(2));
        assert_eq!(spool.append(upload, 0, b"ab").expect("written"), Appended::NotThere(2));
    }
    let blobs = Blobs::in_folder(folder.path()).expect("it opens again");
    assert_eq!(blobs.spool().append(upload, 2, b"c").expect("written"), Appended::To(3));
    assert_eq!(blobs.spool().read(upload).expect("read"), b"abc");
    let part = folder.path().join("spool").join(format!("{}.part", upload.uuid().simple()));
    let other = fs::File::open(part).expect("it is there");
    other.lock().expect("another program writes");
    assert_eq!(blobs.spool().append(upload, 3, b"d").expect("asked"), Appended::Busy);
    drop(other);
    blobs.spool().remove(upload).expect("thrown away");
    blobs.spool().remove(upload).expect("thrown away before");
    assert_eq!(blobs.spool().read(upload).expect("read"), b"");
}

#[test]
fn a_bucket_keeps_files_and_gives_them_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (endpoint, asked) = bucket();
    let address =
        S3Address::parse(&format!("s3://minh-chung/cao-bang?endpoint={endpoint}")).expect("an address");
    let keys = S3Keys { access: "key".to_owned(), secret: "a secret".to_owned() };
    let blobs = Blobs::in_bucket(&address, &keys, folder.path()).expect("it opens");
    keeps_and_gives_back(&blobs);
    let asked = asked.lock().expect("nobody panicked");
    assert!(asked.iter().all(|line| line.contains("/minh-chung/cao-bang/")), "{asked:?}");
    assert!(!format!("{blobs:?} {keys:?} {address}").contains("secret"));
}

#[test]
fn only_addresses_of_buckets_are_read() {
    let full = S3Address::parse("s3://b/p/q/?endpoint=https://s3.vn&region=hn").expect("an address");
    assert_eq!((full.bucket.as_str(), full.prefix.as_str(), full.region.as_str()), ("b", "p/q", "hn"));
    assert_eq!(full.endpoint.as_deref(), Some("https://s3.vn"));
    for bad in ["b/p", "s3://", "s3://key:secret@b/p", "s3://b?key=secret"] {
        assert!(S3Address::parse(bad).is_err(), "{bad}");
    }
}

/// What was asked of a bucket, a line each.
type Asked = Arc<Mutex<Vec<String>>>;

/// The few words of S3 that are used, for one bucket in memory.
fn bucket() -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("bound"));
    let files: Arc<Mutex<HashMap<String, Vec<u8>>>> = Arc::default();
    let asked = Asked::default();
    let lines = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (files, lines) = (Arc::clone(&files), Arc::clone(&lines));
            thread::spawn(move || {
                let mut reader = BufReader::new(stream.try_clone().expect("one socket, two ends"));
                let mut stream = stream;
                while let Some(answer) = answer(&mut reader, &files, &lines) {
                    stream.write_all(&answer).expect("it listens");
                }
            });
        }
    });
    (endpoint, asked)
}

fn answer(
    reader: &mut BufReader<std::net::TcpStream>,
    files: &Mutex<HashMap<String, Vec<u8>>>,
    lines: &Mutex<Vec<String>>,
) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_ascii_lowercase());
    }
    let length =
        head.iter().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    assert!(
        head.iter().any(|line| line.starts_with("authorization: aws4-hmac-sha256")),
        "unsigned: {head:?}"
    );
    lines.lock().expect("nobody panicked").push(head[0].clone());
    let mut words = head[0].split(' ');
    let (method, path) = (words.next()?, words.next()?.split('?').next()?.to_owned());
    let mut files = files.lock().expect("nobody panicked");
    let found = files.get(&path).cloned();
    let (status, extra, body) = match (method, found) {
        ("put", _) => {
            files.insert(path, body);
            ("200 OK", "ETag: \"1\"\r\n", Vec::new())
        }
        ("delete", _) => {
            files.remove(&path);
            ("204 No Content", "", Vec::new())
        }
        (_, Some(bytes)) => ("200 OK", "ETag: \"1\"\r\n", bytes),
        (_, None) => ("404 Not Found", "", Vec::new()),
    };
    let modified = "Last-Modified: Mon, 02 Mar 2026 01:00:00 GMT\r\n";
    let mut answer =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{extra}{modified}\r\n", body.len()).into_bytes();
    if method != "head" {
        answer.extend(body);
    }
    Some(answer)
}
