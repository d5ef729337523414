//! stub
/// Stub.
pub fn check_url(text: &str) -> Result<(), &'static str> {
    if text.starts_with("https://") || text.starts_with("http://") || text.starts_with("mailto:") {
        Ok(())
    } else {
        Err("is no safe address")
    }
}
/// Stub.
pub struct RelativeReference {
    /// Path.
    pub path: String,
    /// Anchor.
    pub anchor: Option<String>,
}
/// Stub.
pub fn split_reference(text: &str) -> Option<RelativeReference> {
    if text.contains(':') || text.starts_with("//") {
        return None;
    }
    let (path, anchor) = text.split_once('#').map_or((text, None), |(p, a)| (p, Some(a.to_owned())));
    Some(RelativeReference { path: path.to_owned(), anchor })
}
