//! What is known of a file once it was looked at.

use super::limits::{LARGEST_PICTURE_BYTES, LARGEST_SOUND_BYTES};
use super::look::Look;

/// The types of files that are taken; everything else is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    /// A photograph.
    Jpeg,
    /// A drawing or a picture of a screen.
    Png,
    /// A picture as some phones and programs make it; kept as JPEG or PNG.
    Webp,
    /// A paper.
    Pdf,
    /// A recording.
    Mp3,
    /// A recording.
    M4a,
    /// A recording.
    Ogg,
}

impl MediaType {
    /// All types.
    pub const ALL: [Self; 7] =
        [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf, Self::Mp3, Self::M4a, Self::Ogg];

    /// Name by RFC 6838, as it is stored and served.
    #[must_use]
    pub const fn name(self) -> &'static str {
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

    /// From the name, also by the other names that senders use.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match name.as_str() {
            "image/jpg" => Some(Self::Jpeg),
            "audio/mp3" => Some(Self::Mp3),
            "audio/m4a" | "audio/x-m4a" => Some(Self::M4a),
            "audio/opus" => Some(Self::Ogg),
            name => Self::ALL.into_iter().find(|known| known.name() == name),
        }
    }

    /// What a saved copy is called at its end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Ogg => "ogg",
        }
    }

    /// Largest size as it is sent, in bytes.
    #[must_use]
    pub const fn largest_bytes(self) -> u64 {
        match self {
            Self::Jpeg | Self::Png | Self::Webp | Self::Pdf => LARGEST_PICTURE_BYTES,
            Self::Mp3 | Self::M4a | Self::Ogg => LARGEST_SOUND_BYTES,
        }
    }
}

/// A file that was looked at and may be kept: whoever looks (the crate `media`, at the door) fills this in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// What it is, by its bytes and not by its name.
    pub media_type: MediaType,
    /// What is kept: a picture shrunk and without its metadata, anything else as it came.
    pub bytes: Vec<u8>,
    /// How it looks, for a picture with anything on it.
    pub look: Option<Look>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_all_their_names() {
        for media in MediaType::ALL {
            assert_eq!(MediaType::from_name(media.name()), Some(media));
        }
        assert_eq!(MediaType::from_name("Audio/X-M4A; codecs=mp4a"), Some(MediaType::M4a));
        assert_eq!(MediaType::from_name("image/heic"), None);
        assert_eq!(MediaType::from_name("image/svg+xml"), None);
    }
}
