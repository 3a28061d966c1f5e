#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rstest::rstest;

use crate::messages::html::*;

#[rstest]
#[case("Мармелад", "Мармелад")]
#[case("a < b > c & \"d\" 'e'", "a &lt; b &gt; c &amp; &quot;d&quot; 'e'")]
#[case("&lt;", "&amp;lt;")]
fn escapes(#[case] text: &str, #[case] html: &str) {
    assert_eq!(escape(text), html);
}

#[rstest]
#[case::plain("Скидка 10 %", 11)]
#[case::every_simple_tag(
    "<b>1</b><strong>2</strong><i>3</i><em>4</em><u>5</u><ins>6</ins><s>7</s><strike>8</strike><del>9</del>",
    9
)]
#[case::other_tags(
    "<code>1</code><pre>2</pre><tg-spoiler>3</tg-spoiler><blockquote>4</blockquote>",
    4
)]
#[case::capitals("<B>да</b>", 2)]
#[case::nested("<b>а<i>б<u>в</u></i></b>", 3)]
#[case::link("<a href=\"https://example.com/?a=1&amp;b=2\">сюда</a>", 4)]
#[case::link_single_quotes("<a href = 'tg://user?id=1' >кто</a >", 3)]
#[case::code_with_language("<pre><code class=\"language-c++\">x</code></pre>", 1)]
#[case::entities("&lt;&gt;&amp;&quot;&#8381;&#x20BD;", 6)]
#[case::bare_ampersand("Чай & печенье, R&D, &; &#", 25)]
#[case::entity_without_end("&lt 1", 3)]
#[case::astral("😀", 2)]
#[case::astral_by_number("&#128512;", 2)]
#[case::greater("2 > 1", 5)]
#[case::empty("", 0)]
fn counts_what_is_seen(#[case] html: &str, #[case] units: usize) {
    assert_eq!(visible_len_utf16(html), Ok(units));
}

fn closing(open: Option<&'static str>, closing: &str) -> HtmlFault {
    HtmlFault::WrongClosing { open, closing: closing.to_owned() }
}

fn attribute(tag: &'static str, name: &str) -> HtmlFault {
    HtmlFault::UnknownAttribute { tag, name: name.to_owned() }
}

#[rstest]
#[case::stray_less("2 < 3", 2, HtmlFault::StrayLess)]
#[case::heart("я <3", 2, HtmlFault::StrayLess)]
#[case::unknown_tag("да<br>нет", 2, HtmlFault::UnknownTag("br".into()))]
#[case::script("<script>x</script>", 0, HtmlFault::UnknownTag("script".into()))]
#[case::comment("<!-- -->", 0, HtmlFault::StrayLess)]
#[case::unclosed("да <b>нет", 3, HtmlFault::Unclosed("b"))]
#[case::unfinished("<b", 0, HtmlFault::UnfinishedTag)]
#[case::unfinished_closing("<b>x</b", 4, HtmlFault::UnfinishedTag)]
#[case::crossed("<b><i>x</b></i>", 7, closing(Some("i"), "b"))]
#[case::closes_nothing("x</b>", 1, closing(None, "b"))]
#[case::self_closing("<b/>", 2, attribute("b", "/"))]
#[case::style("<b style=\"x\">x</b>", 3, attribute("b", "style"))]
#[case::onclick("<a href=\"https://a.b\" onclick=\"x\">x</a>", 22, attribute("a", "onclick"))]
#[case::href_twice(
    "<a href=\"https://a.b\" href=\"https://a.b\">x</a>",
    22,
    attribute("a", "href")
)]
#[case::no_href("<a>x</a>", 0, HtmlFault::MissingHref)]
#[case::bare_value("<a href=x>x</a>", 7, HtmlFault::UnquotedValue)]
#[case::endless_value("<a href=\"https://a.b>x</a>", 7, HtmlFault::UnquotedValue)]
#[case::no_value("<a href>x</a>", 7, HtmlFault::UnquotedValue)]
#[case::javascript("<a href=\"javascript:alert(1)\">x</a>", 3, HtmlFault::BadLink("javascript:alert(1)".into()))]
#[case::hidden_javascript("<a href=\"java&#115;cript://x\">x</a>", 3, HtmlFault::BadLink("javascript://x".into()))]
#[case::class("<code class=\"x\">x</code>", 6, HtmlFault::BadClass("x".into()))]
#[case::bold_in_code("<code><b>x</b></code>", 6, HtmlFault::BadNesting { inner: "b", outer: "code" })]
#[case::deep_in_pre("<pre><code><i>x</i></code></pre>", 11, HtmlFault::BadNesting { inner: "i", outer: "pre" })]
#[case::quotation_in_quotation(
    "<blockquote><b><blockquote>x</blockquote></b></blockquote>",
    15,
    HtmlFault::BadNesting { inner: "blockquote", outer: "blockquote" }
)]
#[case::nbsp("да&nbsp;нет", 2, HtmlFault::UnknownEntity("&nbsp;".into()))]
#[case::no_such_character("&#xD800;", 0, HtmlFault::UnknownEntity("&#xD800;".into()))]
fn refuses(#[case] html: &str, #[case] position: usize, #[case] fault: HtmlFault) {
    let error = check_html(html).unwrap_err();
    assert_eq!(error, HtmlError { position, fault });
    assert!(error.to_string().ends_with(&format!("(at character {})", position + 1)));
}

#[rstest]
#[case("мармелад", 8, "мармелад")]
#[case("мармелад", 7, "мармел…")]
#[case("мармелад", 1, "…")]
#[case("да нет", 4, "да…")]
#[case("😀😀", 4, "😀😀")]
#[case("😀😀", 3, "😀…")]
#[case("😀😀", 2, "…")]
#[case("", 1, "")]
fn truncates(#[case] text: &str, #[case] max: usize, #[case] cut: &str) {
    assert_eq!(truncate_utf16(text, max), cut);
}

#[rstest]
#[case("https://example.com", true)]
#[case("HTTP://пример.рф/путь?x=1#y", true)]
#[case("tg://resolve?domain=x", true)]
#[case("https://", false)]
#[case("https:///path", false)]
#[case("https://a b", false)]
#[case("tg://", false)]
#[case("ftp://example.com", false)]
#[case("example.com", false)]
#[case("", false)]
fn knows_links(#[case] address: &str, #[case] good: bool) {
    assert_eq!(is_link(address), good);
}

proptest! {
    #[test]
    fn escaped_text_is_html_of_the_same_length(text in any::<String>()) {
        prop_assert_eq!(visible_len_utf16(&escape(&text)), Ok(text.encode_utf16().count()));
    }

    #[test]
    fn any_markup_is_scanned_without_panic(html in "[<>/&;#x=\"' а-вabihref:]{0,40}") {
        if let Err(error) = check_html(&html) {
            prop_assert!(error.position <= html.chars().count());
        }
    }

    #[test]
    fn truncation_keeps_the_limit(text in any::<String>(), max in 1_usize..40) {
        prop_assert!(truncate_utf16(&text, max).encode_utf16().count() <= max);
    }
}
