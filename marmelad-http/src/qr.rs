//! QR codes of links, for screens and for print.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code; the standard requires four.
const QUIET_ZONE: usize = 4;
/// Least width of a PNG in pixels: 8 cm at 300 dots per inch.
const LEAST_PIXELS: usize = 1024;

/// A QR code: a square of dark and light modules, quiet zone included.
pub(crate) struct Qr {
    width: usize,
    dark: Vec<bool>,
}

impl Qr {
    /// The QR code of a text, readable with a quarter of it damaged. `None` above about 1600 characters.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let inner = code.width();
        let width = inner + 2 * QUIET_ZONE;
        let colors = code.to_colors();
        let mut dark = vec![false; width * width];
        for (place, color) in colors.into_iter().enumerate() {
            let (x, y) = (place % inner + QUIET_ZONE, place / inner + QUIET_ZONE);
            dark[y * width + x] = color == Color::Dark;
        }
        Some(Self { width, dark })
    }

    /// A black and white SVG.
    pub(crate) fn to_svg(&self) -> String {
        let width = self.width;
        let mut path = String::new();
        for (y, row) in self.dark.chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                let length = run.len();
                if run[0] {
                    let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
                }
                x += length;
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\" width=\"{LEAST_PIXELS}\" \
             height=\"{LEAST_PIXELS}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{width}v{width}H0z\"/>\
             <path fill=\"#000\" d=\"{path}\"/></svg>\n"
        )
    }

    /// A PNG with one bit per pixel; each module is a whole number of pixels wide.
    pub(crate) fn to_png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let scale = LEAST_PIXELS.div_ceil(self.width);
        let pixels = self.width * scale;
        let side = u32::try_from(pixels).unwrap_or(u32::MAX);
        let line = pixels.div_ceil(8);
        let mut image = Vec::with_capacity(line * pixels);
        for row in self.dark.chunks(self.width) {
            let mut bytes = vec![0_u8; line];
            for x in 0..pixels {
                // 1 is white.
                if !row[x / scale] {
                    bytes[x / 8] |= 0x80 >> (x % 8);
                }
            }
            for _ in 0..scale {
                image.extend_from_slice(&bytes);
            }
        }
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&image)?;
        writer.finish()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const LINK: &str = "https://t.me/sweet_bot?start=ref_leto-2026";

    /// Pixels of a PNG, true = dark.
    fn pixels(file: &[u8]) -> (usize, Vec<bool>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        let width = info.width as usize;
        let line = info.line_size;
        let dark = (0..width * width).map(|place| {
            let (x, y) = (place % width, place / width);
            bytes[y * line + x / 8] & (0x80 >> (x % 8)) == 0
        });
        (width, dark.collect())
    }

    #[test]
    fn the_picture_shows_every_module_and_a_quiet_zone() {
        let qr = Qr::of(LINK).unwrap();
        let (width, dark) = pixels(&qr.to_png().unwrap());
        assert!(width >= LEAST_PIXELS && width % qr.width == 0);
        let scale = width / qr.width;
        for y in 0..width {
            for x in 0..width {
                let module = qr.dark[y / scale * qr.width + x / scale];
                assert_eq!(dark[y * width + x], module, "{x} {y}");
            }
        }
        let is_quiet = |place: usize| place < QUIET_ZONE || place >= qr.width - QUIET_ZONE;
        for (place, dark) in qr.dark.iter().enumerate() {
            if is_quiet(place % qr.width) || is_quiet(place / qr.width) {
                assert!(!dark);
            }
        }
        // The finder pattern begins right behind the quiet zone.
        assert!(qr.dark[QUIET_ZONE * qr.width + QUIET_ZONE]);
    }

    #[test]
    fn the_drawing_covers_the_same_modules() {
        let qr = Qr::of(LINK).unwrap();
        let svg = qr.to_svg();
        let path = svg.split("d=\"").nth(2).unwrap().split('"').next().unwrap();
        let mut dark = vec![false; qr.width * qr.width];
        for run in path.split('z').filter(|run| !run.is_empty()) {
            let (place, length) = run.trim_start_matches('M').split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = length.split('v').next().unwrap().parse().unwrap();
            dark[y * qr.width + x..][..length].fill(true);
        }
        assert_eq!(dark, qr.dark);
        assert!(svg.contains(&format!("viewBox=\"0 0 {0} {0}\"", qr.width)));
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert!(Qr::of(&"я".repeat(5000)).is_none());
    }
}
