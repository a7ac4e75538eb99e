//! The embedded files of the browser: style sheet, modules, fonts, icons. Prepared by `build.rs`; nothing is read from disk.
//!
//! Names carry a hash of the content, so an answer may be kept for ever (RFC 8246 `immutable`).

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    /// The name that templates use: `app.css`.
    pub name: &'static str,
    /// The address with the content's hash: `/assets/app-0123456789ab.css`.
    pub address: &'static str,
    pub bytes: &'static [u8],
    /// The same bytes packed with gzip, if that is worth while.
    pub gzip: Option<&'static [u8]>,
    pub media_type: &'static str,
    /// Strong entity tag, with its quotation marks (RFC 9110, section 8.8.3).
    pub etag: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The file at `path`: the part after `/assets/`, or the whole address.
#[must_use]
pub fn find(path: &str) -> Option<&'static Asset> {
    let wanted = path.strip_prefix("/assets/").unwrap_or(path);
    ASSETS.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(wanted))
}

/// The hashed address of the file that templates call `name`.
#[must_use]
pub fn address(name: &str) -> Option<&'static str> {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.address)
}

/// The inside of the SVG of an icon listed in `assets/icons.txt`.
pub(super) fn icon(name: &str) -> Option<&'static str> {
    ICONS.binary_search_by(|(known, _)| (*known).cmp(name)).ok().and_then(|at| ICONS.get(at)).map(|(_, svg)| *svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_hashed_name_only() {
        let address = address("app.css").unwrap();
        let css = find(address).unwrap();
        assert_eq!(css.media_type, "text/css; charset=utf-8");
        assert!(find("app.css").is_none());
        assert!(find("../Cargo.toml").is_none());
        let style = std::str::from_utf8(css.bytes).unwrap();
        assert!(!style.contains("GDS Transport"));
        assert!(!style.contains("url(http") && !style.contains("@import"), "no address outside");
    }

    #[test]
    fn every_address_in_the_style_sheet_is_embedded() {
        let css = find(address("app.css").unwrap()).unwrap();
        let style = std::str::from_utf8(css.bytes).unwrap();
        let mut seen = 0;
        for part in style.split("url(").skip(1) {
            let target = part.split(')').next().unwrap().trim_matches('"').trim_start_matches("./");
            if !target.starts_with("data:") {
                assert!(find(target).is_some(), "{target}");
                seen += 1;
            }
        }
        assert!(seen >= 9, "nine font files");
    }

    /// The budget of a first page without fonts is 60 kB packed.
    #[test]
    fn the_first_page_is_light() {
        let packed: usize = ASSETS.iter().filter_map(|a| a.gzip).map(<[u8]>::len).sum();
        assert!(packed < 45_000, "{packed} bytes");
        assert!(icon("bell").is_some() && icon("no-such").is_none());
    }
}
