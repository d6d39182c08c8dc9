"""Text as people meant it: without markup, broken encodings, control characters and needless space."""

import html
import re
import unicodedata

ROUNDS = 12
BLOCK_TAGS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|head|header|hr|html"
    "|li|main|nav|ol|option|p|pre|section|select|table|tbody|tfoot|thead|title|tr|ul"
)
INLINE_TAGS = (
    "a|abbr|audio|b|big|button|cite|code|col|colgroup|del|em|font|i|iframe|img|input|ins|kbd|label|link|mark|meta|o:p|q|s"
    "|script|small|source|span|strike|strong|style|sub|sup|svg|td|textarea|th|time|tt|u|var|video|wbr"
)
# What stands between "<" and ">" ends at the next angle bracket, so that no text costs more than linear time.
EMBEDDED_CODE = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
BLOCK_TAG = re.compile(rf"</?(?:{BLOCK_TAGS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
CELL_TAG = re.compile(r"</?t[dh](?:[\s/][^<>]*)?>", re.IGNORECASE)
OTHER_TAG = re.compile(rf"</?(?:{INLINE_TAGS})(?:[\s/][^<>]*)?>|<![^<>]*>|<\?xml[^<>]*>", re.IGNORECASE)
# The closing semicolon is asked for: "jual&para" and "?a=1&copy=2" are no entities.
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
NESTED_AMPERSAND = re.compile(r"&(?:amp;)+", re.IGNORECASE)
LINE_BREAK = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Cc without tab and line feed, Cf (zero-width, bidirectional marks, soft hyphen, tags), Cs, noncharacters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def _misread(byte: int) -> str:
    """The character that a reader sees who takes this byte for CP1252, or for Latin-1 where CP1252 has none."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


BYTE_OF = {ord(_misread(byte)): byte for byte in range(0x80, 0x100)} | {byte: byte for byte in range(0x80, 0xA0)}
TAIL = "".join(map(re.escape, {_misread(byte) for byte in range(0x80, 0xC0)})) + "\x80-\x9f"
# Only lead bytes of common mojibake (and what CP1252 itself holds, as in text that was misread twice): "É”" in quoted
# French decodes as well, and must stay.
LEADS = "ÂÃâðïÅÆË"
MOJIBAKE = re.compile(f"[ÂÃ][{TAIL}]|[âï][{TAIL}]{{2}}|ð[{TAIL}]{{3}}|Å[“’¡\xa0¾½¸]|Æ’|Ë[†œ]")
TIMES_MISREAD = 3
SUSPECT = re.compile(r"[^\t\n -%'-;=-~]")


def clean_text(raw: str) -> str:
    """The text in NFC, as lines of words: no tags, entities, mojibake, control or zero-width characters.

    Applying it twice changes nothing. UTF-8 that was read as CP1252 or Latin-1 is repaired only where the bytes are
    valid UTF-8. Markup that is nested beyond reason (more than ROUNDS deep) becomes U+FFFD.
    """
    text = raw
    if not text or not SUSPECT.search(text):
        return _fold_space(text)
    for _ in range(ROUNDS):
        cleaned = _clean_once(text)
        if cleaned == text:
            return text
        text = cleaned
    return _clean_once(re.sub(f"[&<{LEADS}]", "\ufffd", text))


def _clean_once(text: str) -> str:
    text = INVISIBLE.sub("", LINE_BREAK.sub("\n", _repair_encoding(text)))
    if "&" in text:
        text = ENTITY.sub(lambda match: html.unescape(match.group()), NESTED_AMPERSAND.sub("&", text))
    if "<" in text:
        text = _without_tags(text)
    text = INVISIBLE.sub("", LINE_BREAK.sub("\n", text))
    return _fold_space(unicodedata.normalize("NFC", text))


def _without_tags(text: str) -> str:
    """Only tags that HTML knows go: `<nama disamarkan>` is what somebody wrote."""
    text = CELL_TAG.sub(" ", BLOCK_TAG.sub("\n", EMBEDDED_CODE.sub(" ", text)))
    return OTHER_TAG.sub("", text)


def _repair_encoding(text: str) -> str:
    if text.isascii():
        return text
    for _ in range(TIMES_MISREAD):
        text = MOJIBAKE.sub(_decode_again, text)
    return text


def _decode_again(match: re.Match[str]) -> str:
    try:
        return bytes(BYTE_OF[ord(character)] for character in match.group()).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()


def _fold_space(text: str) -> str:
    folded = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return re.sub(r"\n{3,}", "\n\n", folded) if "\n\n\n" in folded else folded
