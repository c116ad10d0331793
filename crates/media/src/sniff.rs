//! What a file is, by its bytes.

use crate::{Refused, mp4};

/// The kinds of files that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// WebP picture.
    Webp,
    /// PDF paper.
    Pdf,
    /// MP3 recording.
    Mp3,
    /// AAC recording in an MP4 container.
    M4a,
    /// Opus, Vorbis or Speex recording in an Ogg container.
    Ogg,
}

impl Kind {
    /// Name by RFC 6838.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Ogg => "audio/ogg",
        }
    }

    /// Largest size in bytes, the same as `sohoc_rules::evidence` names before the upload.
    #[must_use]
    pub const fn largest_bytes(self) -> usize {
        match self {
            Self::Jpeg | Self::Png | Self::Webp | Self::Pdf => 10_000_000,
            Self::Mp3 | Self::M4a | Self::Ogg => 20_000_000,
        }
    }
}

/// Knows a file or says why it is not taken. The name only helps to say it better.
pub(crate) fn sniff(bytes: &[u8], declared_name: &str) -> Result<Kind, Refused> {
    if bytes.is_empty() {
        return Err(Refused::new("evidence.empty_file", "The file is empty.", "Choose the file again."));
    }
    let Some(found) = infer::get(bytes) else { return Err(unknown(bytes, declared_name)) };
    match found.mime_type() {
        "image/jpeg" => Ok(Kind::Jpeg),
        "image/png" => Ok(Kind::Png),
        "image/webp" => Ok(Kind::Webp),
        "application/pdf" => Ok(Kind::Pdf),
        "audio/mpeg" => Ok(Kind::Mp3),
        "audio/m4a" => Ok(Kind::M4a),
        "audio/ogg" | "audio/opus" => Ok(Kind::Ogg),
        // Recorders of many phones write sound into a container that also holds films.
        "video/mp4" | "video/x-m4v" | "video/quicktime" if mp4::is_sound_only(bytes) => Ok(Kind::M4a),
        "image/heif" | "image/avif" => Err(heic()),
        mime => Err(not_taken(mime)),
    }
}

fn heic() -> Refused {
    Refused::new(
        "evidence.heic",
        "This picture is in the HEIC format, which few programs can open.",
        "In the settings of the camera choose JPEG (on an iPhone: Camera, Formats, Most Compatible) and take \
         it again, or send a screenshot of it.",
    )
}

fn not_taken(mime: &str) -> Refused {
    let kind = mime.split('/').next().unwrap_or_default();
    let is_archive = ["zip", "rar", "7z", "gzip", "tar", "bzip", "xz", "zstd", "compress", "cab"];
    let is_office = ["officedocument", "msword", "ms-excel", "ms-powerpoint", "opendocument", "rtf", "epub"];
    let any = |parts: &[&str]| parts.iter().any(|part| mime.contains(part));
    if any(&is_office) {
        return Refused::new(
            "evidence.office_file",
            "Office files are not taken.",
            "Save the document as PDF and send that, or send a photograph of the paper.",
        );
    }
    if any(&is_archive) {
        return Refused::new(
            "evidence.archive",
            "Packed files are not taken.",
            "Unpack it and send the pictures or papers one by one.",
        );
    }
    if kind == "video" {
        return Refused::new(
            "evidence.film",
            "Films are not taken: they cost the sender too much.",
            "Send one picture of it, or the link where it can be seen.",
        );
    }
    if mime == "text/html" || mime == "text/xml" {
        return web_page();
    }
    if matches!(mime, "application/vnd.microsoft.portable-executable" | "application/x-executable")
        || any(&["msdownload", "dex", "mach", "java", "wasm", "x-sh", "shellscript", "llvm", "debian", "rpm"])
    {
        return Refused::new(
            "evidence.program",
            "Programs are not taken.",
            "Send a picture, a PDF or a recording.",
        );
    }
    unknown_type()
}

fn unknown(bytes: &[u8], declared_name: &str) -> Refused {
    let head: Vec<u8> = bytes.iter().take(1_024).map(u8::to_ascii_lowercase).collect();
    let holds = |word: &[u8]| head.windows(word.len()).any(|part| part == word);
    if holds(b"<svg") || holds(b"<html") || holds(b"<!doctype") || holds(b"<script") || holds(b"<?xml") {
        return web_page();
    }
    let name = declared_name.to_ascii_lowercase();
    if name.ends_with(".heic") || name.ends_with(".heif") {
        return heic();
    }
    unknown_type()
}

fn web_page() -> Refused {
    Refused::new(
        "evidence.web_page",
        "Web pages and drawings in SVG are not taken: they can carry programs.",
        "Send a screenshot, or add the page as a link.",
    )
}

fn unknown_type() -> Refused {
    Refused::new(
        "evidence.unknown_type",
        "This kind of file is not taken.",
        "Send a picture (JPEG, PNG, WebP), a PDF, or a recording (MP3, M4A, OGG).",
    )
}
