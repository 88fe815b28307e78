//! URLs (WHATWG) for the class `URL`, and the pairs of `URLSearchParams`: the crates `url` and `form_urlencoded` do it.

use form_urlencoded::Serializer;
use javy::quickjs::prelude::{Func, Opt};
use javy::quickjs::{Object, Result};
use url::{Url, quirks};

/// Adds what this room has to the object that the scripts of the part share.
pub(crate) fn install(shared: &Object<'_>) -> Result<()> {
    shared.set("parse", Func::from(parse))?;
    shared.set("change", Func::from(change))?;
    shared.set("domainToASCII", Func::from(domain_to_ascii))?;
    shared.set("domainToUnicode", Func::from(domain_to_unicode))?;
    shared.set("parseForm", Func::from(parse_form))?;
    shared.set("serializeForm", Func::from(serialize_form))?;
    Ok(())
}

/// `parse(text, base)`: the parts of a URL, or nothing when it is none.
fn parse(text: String, base: Opt<String>) -> Option<Vec<String>> {
    let url = match base.0 {
        Some(base) => Url::parse(&base).ok()?.join(&text).ok()?,
        None => Url::parse(&text).ok()?,
    };
    Some(parts(&url))
}

/// `change(href, part, value)`: the parts after one of them was set. What cannot be set stays as it was, except that a whole URL that is
/// none gives nothing.
fn change(href: String, part: String, value: String) -> Option<Vec<String>> {
    let mut url = Url::parse(&href).ok()?;
    match part.as_str() {
        "href" => quirks::set_href(&mut url, &value).ok()?,
        "protocol" => drop(quirks::set_protocol(&mut url, &value)),
        "username" => drop(quirks::set_username(&mut url, &value)),
        "password" => drop(quirks::set_password(&mut url, &value)),
        "host" => drop(quirks::set_host(&mut url, &value)),
        "hostname" => drop(quirks::set_hostname(&mut url, &value)),
        "port" => drop(quirks::set_port(&mut url, &value)),
        "pathname" => quirks::set_pathname(&mut url, &value),
        "search" => quirks::set_search(&mut url, &value),
        "hash" => quirks::set_hash(&mut url, &value),
        _ => {}
    }
    Some(parts(&url))
}

/// In the order in which Node shows them.
fn parts(url: &Url) -> Vec<String> {
    let parts = [
        quirks::href(url),
        &quirks::origin(url),
        quirks::protocol(url),
        quirks::username(url),
        quirks::password(url),
        quirks::host(url),
        quirks::hostname(url),
        quirks::port(url),
        quirks::pathname(url),
        quirks::search(url),
        quirks::hash(url),
    ];
    parts.map(str::to_owned).into()
}

fn domain_to_ascii(domain: String) -> String {
    quirks::domain_to_ascii(&domain)
}

fn domain_to_unicode(domain: String) -> String {
    quirks::domain_to_unicode(&domain)
}

/// `parseForm(text)`: names and values in turn.
fn parse_form(text: String) -> Vec<String> {
    form_urlencoded::parse(text.as_bytes())
        .flat_map(|(name, value)| [name.into_owned(), value.into_owned()])
        .collect()
}

/// `serializeForm(pairs)`: the text of names and values in turn.
fn serialize_form(pairs: Vec<String>) -> String {
    let mut text = Serializer::new(String::new());
    for pair in pairs.chunks_exact(2) {
        text.append_pair(&pair[0], &pair[1]);
    }
    text.finish()
}
