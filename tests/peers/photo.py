"""Photographs as a telephone takes them: photo.py make FOLDER writes them, with the place and a turn; photo.py look FILE… prints what
another program still finds in each: the EXIF marks, other facts, its size once turned, and a digest of what it shows."""

import hashlib
import json
import sys
from pathlib import Path

import piexif
from PIL import Image, ImageOps, PngImagePlugin


def make(folder):
    picture = Image.effect_mandelbrot((64, 40), (-2, -1.2, 0.8, 1.2), 40).convert("RGB")
    place = {piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: ((21, 1), (19, 1), (40, 1))}
    facts = {piexif.ImageIFD.Make: b"Dien thoai", piexif.ImageIFD.Orientation: 6, piexif.ImageIFD.Artist: b"Nguoi chup"}
    exif = piexif.dump({"0th": facts, "GPS": place, "1st": {}, "thumbnail": None})
    picture.save(folder / "ảnh.jpg", exif=exif, comment=b"Nha rieng", xmp=b"<x:xmpmeta>rieng</x:xmpmeta>", dpi=(72, 72))
    picture.save(folder / "dần.jpg", exif=exif, progressive=True)
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Nguoi chup")
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>rieng</x:xmpmeta>")
    picture.save(folder / "ảnh.png", exif=exif, pnginfo=words)
    return sorted(path.name for path in folder.iterdir())


def look(path):
    with Image.open(path) as picture:
        picture.load()
        exif = picture.getexif()
        marks = sorted(exif) + sorted(exif.get_ifd(0x8825))
        facts = sorted(set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "exif", "progressive", "progression"})
        turned = ImageOps.exif_transpose(picture)
        return {
            "marks": marks,
            "facts": facts,
            "size": turned.size,
            "shows": hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest(),
        }


if sys.argv[1] == "make":
    print(json.dumps(make(Path(sys.argv[2]))))
else:
    print(json.dumps([look(path) for path in sys.argv[2:]]))
