//! Media types by the endings of files.

/// What a type is shown as; its endings.
const TYPES: &[(&str, &[&str])] = &[
    ("text/html; charset=utf-8", &["html"]),
    ("text/css; charset=utf-8", &["css"]),
    ("text/javascript; charset=utf-8", &["js"]),
    ("text/plain; charset=utf-8", &["txt", "md", "markdown", "log", "srt", "yaml", "yml"]),
    ("text/csv; charset=utf-8", &["csv"]),
    ("text/tab-separated-values; charset=utf-8", &["tsv"]),
    ("text/calendar; charset=utf-8", &["ics"]),
    ("text/vtt; charset=utf-8", &["vtt"]),
    ("application/json", &["json"]),
    ("application/xml", &["xml"]),
    ("application/pdf", &["pdf"]),
    ("application/rtf", &["rtf"]),
    ("application/zip", &["zip"]),
    ("application/epub+zip", &["epub"]),
    ("application/msword", &["doc"]),
    ("application/vnd.ms-excel", &["xls"]),
    ("application/vnd.ms-powerpoint", &["ppt"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("image/svg+xml", &["svg"]),
    ("image/png", &["png"]),
    ("image/apng", &["apng"]),
    ("image/jpeg", &["jpg", "jpeg", "jfif"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("image/avif", &["avif"]),
    ("image/bmp", &["bmp"]),
    ("image/heic", &["heic"]),
    ("image/tiff", &["tif", "tiff"]),
    ("image/x-icon", &["ico"]),
    ("video/mp4", &["mp4", "m4v"]),
    ("video/webm", &["webm"]),
    ("video/quicktime", &["mov"]),
    ("video/ogg", &["ogv"]),
    ("video/mpeg", &["mpg", "mpeg"]),
    ("video/x-msvideo", &["avi"]),
    ("video/x-matroska", &["mkv"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/mp4", &["m4a"]),
    ("audio/aac", &["aac"]),
    ("audio/ogg", &["ogg", "oga", "opus"]),
    ("audio/wav", &["wav"]),
    ("audio/flac", &["flac"]),
    ("font/woff2", &["woff2"]),
    ("font/woff", &["woff"]),
];

/// The media type of a file; bytes without meaning where its ending is not known.
pub(super) fn media_type(file: &str) -> &'static str {
    let name = file.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let found = TYPES.iter().find(|(_, endings)| endings.contains(&ending.as_str()));
    found.map_or("application/octet-stream", |(media_type, _)| media_type)
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn types_go_by_the_last_ending_in_any_case() {
        for (file, expected) in [
            ("assets/clip.MOV", "video/quicktime"),
            ("assets/deck.v2.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            ("blocks/README.md", "text/plain; charset=utf-8"),
            ("assets.d/file", "application/octet-stream"),
            ("assets/board.fig", "application/octet-stream"),
        ] {
            assert_eq!(media_type(file), expected, "{file}");
        }
    }
}
