//! PDFs: few pages, nothing locked, nothing that runs.

use lopdf::{Dictionary, Document, LoadOptions, Object};

use crate::Refused;

/// Most pages.
const MOST_PAGES: usize = 50;
/// Most bytes to which one stream of objects may unpack.
const MOST_UNPACKED: usize = 8_000_000;
/// Most streams of objects: each holds about a hundred objects.
const MOST_OBJECT_STREAMS: usize = 200;
/// What makes a reader run, open, send or unpack something.
const RUNS: [&[u8]; 8] =
    [b"JS", b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia", b"XFA", b"AA"];
/// Kinds of actions that do; following a link or going to a page does not.
const ACTIONS: [&[u8]; 8] =
    [b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"GoToR", b"Rendition", b"Movie"];

/// Number of pages of a paper that may be kept.
pub(crate) fn check(bytes: &[u8]) -> Result<usize, Refused> {
    if bytes.windows(7).filter(|part| part == b"/ObjStm").count() > MOST_OBJECT_STREAMS {
        return Err(too_much());
    }
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    let document =
        Document::load_mem_with_options(bytes, options).map_err(|error| unreadable(bytes, &error))?;
    if document.is_encrypted() || document.trailer.has(b"Encrypt") || document.was_encrypted() {
        return Err(locked());
    }
    let everything = document.objects.values();
    if runs(&document.trailer) || everything.into_iter().any(object_runs) {
        return Err(Refused::new(
            "evidence.active_pdf",
            "The PDF holds a program, a form that sends, or another file.",
            "Print it to a new PDF, or send a photograph of the paper.",
        ));
    }
    match document.get_pages().len() {
        0 => Err(Refused::broken("PDF")),
        pages if pages > MOST_PAGES => Err(Refused::new(
            "evidence.too_many_pages",
            format!("The PDF has {pages} pages; at most {MOST_PAGES} are taken."),
            "Send only the pages that show it.",
        )),
        pages => Ok(pages),
    }
}

/// Without recursion: how deep objects lie in one another is up to the sender.
fn object_runs(object: &Object) -> bool {
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        let inner = match object {
            Object::Dictionary(inner) => inner,
            Object::Stream(stream) => &stream.dict,
            Object::Array(items) => {
                waiting.extend(items);
                continue;
            }
            _ => continue,
        };
        if runs(inner) {
            return true;
        }
        waiting.extend(inner.iter().map(|(_, value)| value));
    }
    false
}

fn runs(dictionary: &Dictionary) -> bool {
    RUNS.iter().any(|key| dictionary.has(key))
        || is_one_of(dictionary, b"S", &ACTIONS)
        || is_one_of(dictionary, b"Type", &[b"EmbeddedFile"])
        || dictionary.get(b"OpenAction").is_ok_and(opens_something)
}

fn is_one_of(dictionary: &Dictionary, key: &[u8], names: &[&[u8]]) -> bool {
    dictionary.get(key).and_then(Object::as_name).is_ok_and(|name| names.contains(&name))
}

/// Office programs let a paper open at its first page, and write that place as a list or as an action to
/// go there; anything else is refused. What a reference leads to is looked at with all other objects.
fn opens_something(action: &Object) -> bool {
    match action {
        Object::Array(_) | Object::Null | Object::Reference(_) => false,
        Object::Dictionary(action) => !is_one_of(action, b"S", &[b"GoTo"]),
        _ => true,
    }
}

fn unreadable(bytes: &[u8], error: &lopdf::Error) -> Refused {
    match error {
        lopdf::Error::Decompress(_) => too_much(),
        _ if bytes.windows(8).any(|part| part == b"/Encrypt") => locked(),
        _ => Refused::broken("PDF"),
    }
}

fn locked() -> Refused {
    Refused::new(
        "evidence.locked_pdf",
        "The PDF is locked with a password.",
        "Save it without a password, or send a photograph of the paper.",
    )
}

fn too_much() -> Refused {
    Refused::new(
        "evidence.bomb",
        "The PDF unpacks to more than a paper holds.",
        "Print it to a new PDF, or send a photograph of the paper.",
    )
}
