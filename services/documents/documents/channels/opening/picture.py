"""Pictures: decoded once, small enough for any screen to show."""

import warnings
from pathlib import Path

from PIL import Image

from documents.domain.kinds import Refusal

MOST_PIXELS = 64_000_000  # what good phones take
MOST_FRAMES = 300
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")


def check(path: Path) -> None:
    """Raises Refusal `too_many_pixels`; a fault of the decoder means a damaged file."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    with Image.open(path, formats=FORMATS) as image:
        _count(image)
        image.verify()
    with Image.open(path, formats=FORMATS) as image:
        frames = getattr(image, "n_frames", 1)
        if frames > MOST_FRAMES:
            raise Refusal("too_many_pages", f"This picture has more than {MOST_FRAMES} pages. Split it up.")
        for number in range(frames):
            image.seek(number)
            _count(image)
        image.seek(0)
        image.load()


def _count(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Refusal("too_many_pixels", "This picture is larger than 64 megapixels. Send a smaller one.")
