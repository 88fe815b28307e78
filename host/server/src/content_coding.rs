//! Codings of content (RFC 9110, 8.4 and 12.5.3): which one a client likes best, what is worth one, and the codings themselves.

use std::io::{self, Write as _};

use brotli::enc::BrotliEncoderParams;
use brotli::enc::writer::CompressorWriter;
use flate2::write::GzEncoder;
use http::header::{self, HeaderMap};

/// How much a compressor holds back before it writes.
const BUFFER_BYTES: usize = 16 * 1024;

/// A coding of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Zstd,
    Gzip,
}

/// In the order in which they are taken, when the client likes them equally.
pub(crate) const CODINGS: [Coding; 3] = [Coding::Brotli, Coding::Zstd, Coding::Gzip];

/// How hard each coding tries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    pub(crate) brotli_quality: i32,
    pub(crate) gzip_level: u32,
    pub(crate) zstd_level: i32,
}

impl Coding {
    /// The word for it in header fields.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }
}

/// The coding that `Accept-Encoding` likes best. Without that field, there is none.
pub(crate) fn chosen(headers: &HeaderMap) -> Option<Coding> {
    let values = headers.get_all(header::ACCEPT_ENCODING);
    let lines: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
    heaviest(&lines.join(","))
}

/// The coding with the highest weight, unless none at all weighs more.
fn heaviest(accept: &str) -> Option<Coding> {
    let weights: Vec<(&str, f32)> = accept.split(',').map(weighted).collect();
    let weight = |name: &str| {
        let named = |wanted: &str| weights.iter().find(|(token, _)| token.eq_ignore_ascii_case(wanted));
        named(name).or_else(|| named("*")).map_or(0.0, |&(_, weight)| weight)
    };
    let mut best = None;
    let mut best_weight = 0.0;
    for coding in CODINGS {
        let weight = weight(coding.name());
        if weight > best_weight {
            best = Some(coding);
            best_weight = weight;
        }
    }
    let plain = weights.iter().find(|(token, _)| token.eq_ignore_ascii_case("identity"));
    best.filter(|_| plain.is_none_or(|&(_, weight)| weight <= best_weight))
}

/// A coding and its weight: 1 without one, 0 with one that cannot be read.
fn weighted(part: &str) -> (&str, f32) {
    let mut pieces = part.split(';').map(str::trim);
    let token = pieces.next().unwrap_or_default();
    let weight = pieces.find_map(|piece| piece.strip_prefix("q=").or_else(|| piece.strip_prefix("Q=")));
    (token, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

/// Text in all its forms; what is compressed by itself is left alone.
pub(crate) fn shrinks(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if kind == "text/event-stream" {
        return false;
    }
    kind.starts_with("text/")
        || ["+json", "+xml", "/json", "/xml", "/javascript", "/wasm", "/ttf", "/otf"]
            .iter()
            .any(|end| kind.ends_with(end))
        || ["application/x-javascript", "application/graphql", "image/bmp"].contains(&kind)
}

/// The whole of a body in a coding.
pub(crate) fn compress(coding: Coding, body: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    match coding {
        Coding::Brotli => {
            let parameters = BrotliEncoderParams {
                quality: effort.brotli_quality,
                size_hint: body.len(),
                ..BrotliEncoderParams::default()
            };
            let mut writer = CompressorWriter::with_params(Vec::new(), BUFFER_BYTES, &parameters);
            writer.write_all(body)?;
            Ok(writer.into_inner())
        }
        Coding::Zstd => zstd::bulk::compress(body, effort.zstd_level),
        Coding::Gzip => {
            let mut writer = GzEncoder::new(Vec::new(), flate2::Compression::new(effort.gzip_level));
            writer.write_all(body)?;
            writer.finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The client's weights decide, then our order.
    #[test]
    fn negotiation() {
        for (accept, expected) in [
            ("", None),
            ("gzip, deflate, br, zstd", Some(Coding::Brotli)),
            ("gzip, deflate", Some(Coding::Gzip)),
            ("zstd;q=0.9, gzip;q=1.0", Some(Coding::Gzip)),
            ("GZIP;Q=0.5", Some(Coding::Gzip)),
            ("br;q=0, *", Some(Coding::Zstd)),
            ("*;q=0", None),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0.5, gzip", Some(Coding::Gzip)),
            ("deflate", None),
            ("gzip;q=x", None),
        ] {
            assert_eq!(heaviest(accept), expected, "{accept}");
        }
    }

    /// Text shrinks, what is compressed by itself does not.
    #[test]
    fn kinds() {
        for (kind, expected) in [
            ("text/html; charset=utf-8", true),
            ("application/json", true),
            ("application/problem+json", true),
            ("image/svg+xml", true),
            ("text/javascript", true),
            ("text/event-stream", false),
            ("image/png", false),
            ("application/zip", false),
            ("", false),
        ] {
            assert_eq!(shrinks(kind), expected, "{kind}");
        }
    }
}
