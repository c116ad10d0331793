//! Pictures developed anew: upright, at most 1,600 points long, nothing but the points.

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use fast_image_resize::Resizer;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use crate::{Kind, Refused};

/// Longest side of what is kept: a page of A4 can be read, a picture takes about 300 KB.
const LONGEST_SIDE: u32 = 1_600;
/// JPEG quality of what is kept.
const QUALITY: u8 = 80;
/// Most points of what is sent, by its header. The largest camera of a cheap phone makes 50 million.
const MOST_POINTS: u64 = 50_000_000;
/// Most memory of one decoding, in bytes.
const MOST_MEMORY: u64 = 256_000_000;
/// From so many points on, pictures are developed one after the other: two at once would need the memory
/// twice.
const LARGE_POINTS: u64 = 16_000_000;
/// A PNG of at most so many colours is a drawing or a screen, which JPEG would blur.
const FEW_COLOURS: usize = 256;

static LARGE: Mutex<()> = Mutex::new(());

/// A picture as it is kept.
pub(crate) struct Developed {
    /// JPEG or PNG.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
    /// The points.
    pub points: RgbImage,
}

pub(crate) fn develop(kind: Kind, bytes: &[u8]) -> Result<Developed, Refused> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        Kind::Jpeg | Kind::Pdf | Kind::Mp3 | Kind::M4a | Kind::Ogg => ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| undecodable(&error))?;
    // Up to here only the header was read.
    let (width, height) = decoder.dimensions();
    let points = u64::from(width) * u64::from(height);
    if points > MOST_POINTS || decoder.total_bytes() > MOST_MEMORY {
        return Err(bomb(width, height));
    }
    let one_by_one = (points > LARGE_POINTS).then(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(|error| undecodable(&error))?;
    let points = on_white(decoded);
    let keeps_png = kind == Kind::Png && has_few_colours(&points);
    let mut small = DynamicImage::ImageRgb8(shrunk(points)?);
    drop(one_by_one);
    small.apply_orientation(orientation);
    let points = small.into_rgb8();
    let (kind, bytes) = if keeps_png { (Kind::Png, png(&points)?) } else { (Kind::Jpeg, jpeg(&points)?) };
    Ok(Developed { kind, bytes, points })
}

/// See-through points show white, as on paper; JPEG would make them black.
fn on_white(decoded: DynamicImage) -> RgbImage {
    if !decoded.color().has_alpha() {
        return decoded.into_rgb8();
    }
    let source = decoded.into_rgba8();
    let mut points = RgbImage::new(source.width(), source.height());
    for (to, from) in points.pixels_mut().zip(source.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over = |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        *to = Rgb([over(red), over(green), over(blue)]);
    }
    points
}

fn has_few_colours(points: &RgbImage) -> bool {
    let mut colours = HashSet::new();
    points.pixels().all(|point| {
        colours.insert(point.0);
        colours.len() <= FEW_COLOURS
    })
}

fn shrunk(points: RgbImage) -> Result<RgbImage, Refused> {
    let (width, height) = points.dimensions();
    let longest = width.max(height);
    if longest <= LONGEST_SIDE {
        return Ok(points);
    }
    let side = |side: u32| {
        let shrunk = u64::from(side) * u64::from(LONGEST_SIDE) / u64::from(longest);
        u32::try_from(shrunk).unwrap_or(LONGEST_SIDE).max(1)
    };
    let mut small = DynamicImage::ImageRgb8(RgbImage::new(side(width), side(height)));
    Resizer::new()
        .resize(&DynamicImage::ImageRgb8(points), &mut small, None)
        .map_err(|_| Refused::broken("picture"))?;
    Ok(small.into_rgb8())
}

fn jpeg(points: &RgbImage) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode(points, points.width(), points.height(), ExtendedColorType::Rgb8)
        .map_err(|_| Refused::broken("picture"))?;
    Ok(bytes)
}

fn png(points: &RgbImage) -> Result<Vec<u8>, Refused> {
    let mut bytes = Cursor::new(Vec::new());
    points.write_to(&mut bytes, ImageFormat::Png).map_err(|_| Refused::broken("picture"))?;
    Ok(bytes.into_inner())
}

fn bomb(width: u32, height: u32) -> Refused {
    Refused::new(
        "evidence.bomb",
        format!("The picture has {width} × {height} points, more than a phone makes."),
        "Take a photograph or a screenshot of it and send that.",
    )
}

fn undecodable(error: &image::ImageError) -> Refused {
    match error {
        image::ImageError::Limits(_) => Refused::new(
            "evidence.bomb",
            "The picture needs more memory to open than a phone's does.",
            "Take a photograph or a screenshot of it and send that.",
        ),
        _ => Refused::broken("picture"),
    }
}
