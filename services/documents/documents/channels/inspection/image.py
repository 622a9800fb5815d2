"""Images: decoded once, and small enough to show."""

import warnings
from pathlib import Path

from PIL import Image

from documents.domain import refusals

MAX_MEGAPIXELS = 64  # more than most phones take
MAX_FRAMES = 300
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")


def check(path: Path) -> None:
    """Raises Refusal `too_many_pixels`; an error of the decoder means a damaged file."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    with Image.open(path, formats=FORMATS) as image:
        _check_pixels(image)
        image.verify()
    with Image.open(path, formats=FORMATS) as image:
        frames = getattr(image, "n_frames", 1)
        if frames > MAX_FRAMES:
            raise refusals.too_many_pages("image", MAX_FRAMES)
        for number in range(frames):
            image.seek(number)
            _check_pixels(image)
        image.seek(0)
        image.load()


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
        raise refusals.too_many_pixels(MAX_MEGAPIXELS)
