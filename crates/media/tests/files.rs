//! Files made up byte by byte: what is taken, what is refused, and what is left of a picture.

use std::io::Cursor;

use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, Rgb, RgbImage};
use img_parts::{Bytes, ImageEXIF as _, jpeg::Jpeg};
use lopdf::{Document, Object, Stream, dictionary};
use proptest::prelude::*;
use sohoc_media::{Kind, distance, examine, look};

/// A picture with much on it: waves of three colours.
fn waves(width: u32, height: u32) -> RgbImage {
    let byte = |value: u32| u8::try_from(value % 256).expect("below 256");
    RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x * 997 / width, y * 613 / height);
        Rgb([byte(x * x / 700 + y), byte(x + y * y / 300), byte(x * y / 500)])
    })
}

fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture.clone()).write_to(&mut bytes, format).expect("it is encoded");
    bytes.into_inner()
}

/// A JPEG as a phone writes it: with its orientation and the place.
fn photograph(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    // Two entries: orientation, and where the entries of the place stand.
    tiff.extend([0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1]);
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]);
    // One entry: north or south.
    tiff.extend([0, 1, 0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0, 0, 0, 0, 0]);
    let mut jpeg = Jpeg::from_bytes(encoded(&waves(300, 200), ImageFormat::Jpeg).into()).expect("a JPEG");
    jpeg.set_exif(Some(Bytes::from(tiff)));
    jpeg.encoder().bytes().to_vec()
}

fn paper(pages: usize, change: impl FnOnce(&mut Document, lopdf::ObjectId)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let content = document.add_object(Stream::new(dictionary! {}, b"BT ET".to_vec()));
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            document
                .add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content })
                .into()
        })
        .collect();
    let count = i64::try_from(pages).expect("few");
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    change(&mut document, catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("it is written");
    bytes
}

fn mp3(frames: usize) -> Vec<u8> {
    // MPEG 1 layer III, 128 kbit/s, 44,100 Hz: 417 bytes a frame.
    let mut frame = vec![0xff, 0xfb, 0x90, 0x00];
    frame.resize(417, 0);
    frame.repeat(frames)
}

fn a_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).expect("small");
    [&length.to_be_bytes()[..], kind, content].concat()
}

fn m4a(brand: &[u8; 4], handler: &[u8; 4]) -> Vec<u8> {
    let place = a_box(b"\xa9xyz", b"\0\x10\x15\xc7+22.6657+106.2522/");
    let hdlr = a_box(b"hdlr", &[&[0; 8][..], handler, &[0; 12]].concat());
    let moov = a_box(b"moov", &[hdlr, a_box(b"udta", &place)].concat());
    let ftyp = a_box(b"ftyp", &[&brand[..], &[0; 4], b"isom"].concat());
    [ftyp, moov, a_box(b"mdat", &[9; 64])].concat()
}

fn ogg(codec: &[u8]) -> Vec<u8> {
    let mut page = b"OggS".to_vec();
    page.resize(26, 0);
    page.push(1);
    page.push(u8::try_from(codec.len()).expect("short"));
    page.extend(codec);
    page
}

#[track_caller]
fn code(bytes: &[u8], name: &str) -> &'static str {
    match examine(bytes, name) {
        Ok(_) => "taken",
        Err(refused) => {
            assert!(!refused.reason.is_empty() && refused.remedy.ends_with('.'), "{refused:?}");
            refused.code
        }
    }
}

#[test]
fn a_photograph_is_turned_upright_and_tells_no_more_where_it_was_taken() {
    let sent = photograph(6);
    let exif = |bytes: &[u8]| exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let place = exif(&sent).expect("the made-up photograph has metadata");
    assert!(place.get_field(exif::Tag::GPSLatitudeRef, exif::In::PRIMARY).is_some());
    let kept = examine(&sent, "IMG_0001.jpg").expect("taken");
    assert_eq!(
        (kept.kind, kept.size),
        (Kind::Jpeg, Some((200, 300))),
        "on its side, so width and height change"
    );
    assert!(exif(&kept.bytes).is_err(), "no metadata at all");
    assert_eq!(examine(&photograph(1), "").expect("taken").size, Some((300, 200)));
}

#[test]
fn a_large_picture_is_shrunk_and_a_small_one_keeps_its_size() {
    let large = examine(&encoded(&waves(2_400, 1_200), ImageFormat::Jpeg), "").expect("taken");
    assert_eq!(large.size, Some((1_600, 800)));
    let read = image::load_from_memory(&large.bytes).expect("a picture");
    assert_eq!((read.width(), read.height()), (1_600, 800));
    let small = examine(&encoded(&waves(90, 60), ImageFormat::WebP), "").expect("taken");
    assert_eq!((small.kind, small.size), (Kind::Jpeg, Some((90, 60))));
}

#[test]
fn a_drawing_of_few_colours_stays_sharp_and_what_is_see_through_is_white() {
    let drawing =
        RgbImage::from_fn(
            64,
            64,
            |x, y| if (x / 8 + y / 8) % 2 == 0 { Rgb([255; 3]) } else { Rgb([200, 0, 0]) },
        );
    let kept = examine(&encoded(&drawing, ImageFormat::Png), "").expect("taken");
    assert_eq!(kept.kind, Kind::Png);
    assert_eq!(image::load_from_memory(&kept.bytes).expect("a picture").into_rgb8(), drawing);
    assert_eq!(examine(&encoded(&waves(300, 300), ImageFormat::Png), "").expect("taken").kind, Kind::Jpeg);
    let mut clear = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut clear);
    encoder.write_image(&[0; 64 * 4], 8, 8, ExtendedColorType::Rgba8).expect("encoded");
    let kept = examine(&clear, "").expect("taken");
    let points = image::load_from_memory(&kept.bytes).expect("a picture").into_rgb8();
    assert_eq!(points.get_pixel(3, 3), &Rgb([255; 3]));
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_by_its_header_alone() {
    let mut bomb = encoded(&waves(8, 8), ImageFormat::Png);
    // Width and height stand behind the mark and the head of the first chunk; its checksum follows.
    bomb[16..24].copy_from_slice(&[0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50]);
    let checksum = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(code(&bomb, "a.png"), "evidence.bomb");
    let mut bomb = encoded(&waves(8, 8), ImageFormat::Jpeg);
    let frame = bomb.windows(2).position(|two| two == [0xff, 0xc0]).expect("a JPEG has a frame");
    bomb[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(code(&bomb, "a.jpg"), "evidence.bomb");
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

#[test]
fn a_second_file_behind_the_first_is_refused() {
    let zip = [&b"PK\x03\x04 inner"[..], b"PK\x05\x06", &[0; 18]].concat();
    let jpeg = encoded(&waves(60, 40), ImageFormat::Jpeg);
    let png = encoded(&waves(60, 40), ImageFormat::Png);
    let pdf = paper(1, |_, _| ());
    for first in [&jpeg, &png, &pdf, &mp3(4)] {
        assert_eq!(code(first, ""), "taken");
        for second in [&zip[..], b"<ScRiPt>alert(1)</sCrIpT>", b"\n<!DOCTYPE html><p>", b"<?php x"] {
            assert_eq!(code(&[first, second].concat(), ""), "evidence.two_in_one");
        }
    }
    for first in [&jpeg, &png] {
        for second in [&pdf[..], b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c", b"MZ\x90\0"] {
            assert_eq!(code(&[first, second].concat(), ""), "evidence.two_in_one");
        }
    }
    let mut comment = jpeg.clone();
    comment.splice(2..2, [&[0xff, 0xfe, 0, 20][..], b"<script>evil()</sc"].concat());
    assert_eq!(code(&comment, ""), "evidence.two_in_one");
}

#[test]
fn what_phones_hang_behind_a_photograph_goes_without_a_word() {
    let jpeg = encoded(&waves(60, 40), ImageFormat::Jpeg);
    for second in [m4a(b"mp42", b"vide"), jpeg.clone()] {
        let kept = examine(&[&jpeg[..], &second].concat(), "MVIMG_1.jpg").expect("taken");
        assert_eq!(kept.bytes, examine(&jpeg, "").expect("taken").bytes);
    }
}

#[test]
fn other_kinds_are_refused_each_with_its_own_words() {
    let heic = [&[0, 0, 0, 24][..], b"ftypheic\0\0\0\0mif1heic"].concat();
    let zip = [&b"PK\x03\x04"[..], &[0; 60]].concat();
    for (bytes, name, expected) in [
        (&heic[..], "IMG_1.HEIC", "evidence.heic"),
        (b"not known", "IMG_1.heic", "evidence.heic"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "evidence.web_page"),
        (b"<?xml version='1.0'?><svg onload='x()'/>", "a.jpg", "evidence.web_page"),
        (b"<!DOCTYPE html><script>x()</script>", "a.jpg", "evidence.web_page"),
        (&zip, "a.zip", "evidence.archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "a.doc", "evidence.unknown_type"),
        (b"MZ\x90\0\x03\0\0\0", "a.exe", "evidence.program"),
        (
            b"\x7fELF\x02\x01\x01\0 and more than fifty-two bytes of what a program would hold",
            "a",
            "evidence.program",
        ),
        (b"GIF89a\x01\0\x01\0", "a.gif", "evidence.unknown_type"),
        (b"just words", "a.txt", "evidence.unknown_type"),
        (b"", "a.jpg", "evidence.empty_file"),
        (&m4a(b"mp42", b"vide"), "a.mp4", "evidence.film"),
    ] {
        assert_eq!(code(bytes, name), expected, "{name}");
    }
    let mut long = encoded(&waves(60, 40), ImageFormat::Jpeg);
    long.resize(10_000_001, 0);
    assert_eq!(code(&long, ""), "evidence.too_large");
    assert_eq!(code(&encoded(&waves(60, 40), ImageFormat::Png)[..200], ""), "evidence.broken_file");
}

#[test]
fn a_paper_is_taken_unless_it_runs_something_or_is_locked_or_long() {
    let fifty = examine(&paper(50, |_, _| ()), "").expect("taken");
    assert_eq!((fifty.kind, fifty.pages, fifty.look), (Kind::Pdf, Some(50), None));
    assert_eq!(code(&paper(51, |_, _| ()), ""), "evidence.too_many_pages");
    let with = |key: &str, value: Object| {
        code(
            &paper(1, |document, catalog| {
                document.get_dictionary_mut(catalog).expect("there").set(key, value);
            }),
            "",
        )
    };
    let action =
        |kind: &str| Object::from(dictionary! { "S" => kind, "JS" => Object::string_literal("x()") });
    assert_eq!(with("OpenAction", action("JavaScript")), "evidence.active_pdf");
    assert_eq!(with("OpenAction", dictionary! { "S" => "Launch" }.into()), "evidence.active_pdf");
    assert_eq!(with("OpenAction", dictionary! { "S" => "URI" }.into()), "evidence.active_pdf");
    assert_eq!(with("AA", dictionary! {}.into()), "evidence.active_pdf");
    assert_eq!(
        with("Names", dictionary! { "EmbeddedFiles" => dictionary! {} }.into()),
        "evidence.active_pdf"
    );
    // What office programs write: open at the first page.
    assert_eq!(with("OpenAction", vec![Object::Integer(0), "Fit".into()].into()), "taken");
    assert_eq!(with("OpenAction", dictionary! { "S" => "GoTo" }.into()), "taken");
    let hidden = paper(1, |document, _| {
        let action = document.add_object(vec![Object::from(dictionary! { "S" => "JavaScript" })]);
        document.add_object(dictionary! { "Deep" => vec![Object::Reference(action)] });
    });
    assert_eq!(code(&hidden, ""), "evidence.active_pdf");
    let locked =
        paper(1, |document, _| document.trailer.set("Encrypt", dictionary! { "Filter" => "Standard" }));
    assert_eq!(code(&locked, ""), "evidence.locked_pdf");
    assert_eq!(code(b"%PDF-1.7\nnothing\n%%EOF", ""), "evidence.broken_file");
    let deep = [&b"%PDF-1.7\n1 0 obj\n"[..], &b"[".repeat(500_000), b"\nendobj\n%%EOF"].concat();
    assert_eq!(code(&deep, ""), "evidence.broken_file");
}

#[test]
fn recordings_lose_their_tags_and_places_and_must_be_whole() {
    let tag = [&b"ID3\x04\0\0\0\0\0\x14"[..], b"TPE1 Lo Van Pao....."].concat();
    let mut last = b"TAG".to_vec();
    last.resize(128, b'x');
    let kept = examine(&[&tag[..], &mp3(5), &last].concat(), "a.mp3").expect("taken");
    assert_eq!((kept.kind, kept.bytes), (Kind::Mp3, mp3(5)));
    assert_eq!(code(&[0xff; 400], "a.mp3"), "evidence.unknown_type");
    assert_eq!(code(&mp3(5)[..400], "a.mp3"), "evidence.broken_file");

    for brand in [b"M4A ", b"mp42", b"isom"] {
        let kept = examine(&m4a(brand, b"soun"), "a.m4a").expect("taken");
        assert_eq!(kept.kind, Kind::M4a);
        assert_eq!(kept.bytes.len(), m4a(brand, b"soun").len());
        assert!(!kept.bytes.windows(4).any(|part| part == b"22.6"), "the place is gone");
    }
    let whole = m4a(b"M4A ", b"soun");
    assert_eq!(code(&whole[..whole.len() - 1], "a.m4a"), "evidence.broken_file");

    assert_eq!(code(&ogg(b"OpusHead\x01\x01"), "a.ogg"), "taken");
    assert_eq!(code(&ogg(b"\x80theora"), "a.ogg"), "evidence.broken_file");
    assert_eq!(code(&[ogg(b"OpusHead\x01"), vec![0; 9]].concat(), "a.ogg"), "evidence.broken_file");
}

#[test]
fn copies_of_a_picture_look_alike_and_other_pictures_do_not() {
    let original = waves(1_200, 900);
    let shown = |picture: &RgbImage, format| {
        examine(&encoded(picture, format), "").expect("taken").look.expect("a look")
    };
    let first = shown(&original, ImageFormat::Jpeg);
    let small = image::imageops::thumbnail(&original, 240, 180);
    assert!(distance(first, shown(&small, ImageFormat::Png)) <= 6);
    let darker =
        RgbImage::from_fn(1_200, 900, |x, y| Rgb(original.get_pixel(x, y).0.map(|colour| colour / 4 * 3)));
    assert!(distance(first, shown(&darker, ImageFormat::Jpeg)) <= 6);
    let turned = image::imageops::rotate90(&original);
    assert!(distance(first, shown(&turned, ImageFormat::Jpeg)) > 12);
    assert_eq!(look(&RgbImage::from_pixel(400, 300, Rgb([250, 250, 250]))), None, "a blank page");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_bytes_make_it_panic(head in 0_usize..8, tail in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let heads: [&[u8]; 8] = [
            b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBPVP8 ", b"%PDF-1.5\n1 0 obj\n<<",
            b"ID3\x04\0\0", b"\0\0\0\x14ftypM4A \0\0\0\0", b"OggS\0\x02", b"",
        ];
        let _ = examine(&[heads[head], &tail].concat(), "a");
    }

    #[test]
    fn no_damage_to_a_good_file_makes_it_panic(which in 0_usize..6, places in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 1..12)) {
        let mut bytes = match which {
            0 => photograph(6),
            1 => encoded(&waves(40, 30), ImageFormat::Png),
            2 => encoded(&waves(40, 30), ImageFormat::WebP),
            3 => paper(2, |_, _| ()),
            4 => m4a(b"M4A ", b"soun"),
            _ => ogg(b"OpusHead\x01\x01"),
        };
        for (place, byte) in places {
            let at = (0..bytes.len()).rev().find(|at| f64::from(u32::try_from(*at).expect("small")) <= place * f64::from(u32::try_from(bytes.len()).expect("small"))).unwrap_or(0);
            bytes[at] = byte;
        }
        let _ = examine(&bytes, "a");
    }
}
