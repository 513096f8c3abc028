"""The same mill for both classes, and self-blended faces (Shiohara and Yamasaki, CVPR 2022)."""
import io

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter


ZOOM = (0.9, 1.12)


def draw_mill(random, zoom=ZOOM, share=1.0):
    """What will be done to a picture, drawn once so that a pair can share it; `share` makes losses of quality rarer."""
    return {"flip": random.random() < 0.5, "turn": random.normal(0, 4), "zoom": random.uniform(*zoom), "shift": random.uniform(-8, 8, 2),
            "scale": random.uniform(0.35, 1) if random.random() < 0.35 * share else 1, "blur": random.uniform(0.3, 1.5) if random.random() < 0.2 * share else 0,
            "light": random.uniform(0.75, 1.25), "contrast": random.uniform(0.8, 1.2), "colour": random.uniform(0.7, 1.3),
            "noise": random.uniform(1, 6) if random.random() < 0.2 * share else 0, "quality": int(random.integers(40, 96)) if random.random() < 0.6 * share else 0}


def mill(picture, what, random, out):
    """uint8 [224, 224, 3] -> uint8 [out, out, 3]."""
    image = Image.fromarray(picture)
    side = image.size[0]
    if what["flip"]:
        image = image.transpose(Image.FLIP_LEFT_RIGHT)
    cos, sin = np.cos(np.radians(what["turn"])) / what["zoom"], np.sin(np.radians(what["turn"])) / what["zoom"]
    centre = side / 2
    dx, dy = what["shift"]
    moved = (cos, -sin, centre - cos * centre + sin * centre + dx, sin, cos, centre - sin * centre - cos * centre + dy)
    # Beyond the picture its border goes on, as in the program's own crop.
    padded = Image.fromarray(np.pad(np.asarray(image), ((32, 32), (32, 32), (0, 0)), mode="edge"))
    a, b, c, d, e, f = moved
    image = padded.transform((side, side), Image.AFFINE, (a, b, c + 32, d, e, f + 32), Image.BILINEAR)
    if what["scale"] < 1:
        small = max(48, int(side * what["scale"]))
        image = image.resize((small, small), Image.BOX if what["turn"] > 0 else Image.BILINEAR)
    if what["blur"]:
        image = image.filter(ImageFilter.GaussianBlur(what["blur"] * image.size[0] / side))
    for kind, name in ((ImageEnhance.Brightness, "light"), (ImageEnhance.Contrast, "contrast"), (ImageEnhance.Color, "colour")):
        image = kind(image).enhance(what[name])
    if what["noise"]:
        pixels = np.asarray(image).astype(np.float32)
        image = Image.fromarray(np.clip(pixels + random.normal(0, what["noise"], pixels.shape), 0, 255).astype(np.uint8))
    if what["quality"]:
        image = jpeg(image, what["quality"])
    return np.asarray(image.resize((out, out), Image.BILINEAR if image.size[0] < out else Image.BOX))


def jpeg(image, quality):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


def self_blend(picture, outline, random):
    """The face pasted upon itself, its copy slightly moved and otherwise lit or sharp (section 3.2): seams without another person. `outline`: 36 points."""
    side = picture.shape[0]
    image = Image.fromarray(picture)
    copy = image
    for kind, least, most in ((ImageEnhance.Brightness, 0.8, 1.2), (ImageEnhance.Contrast, 0.8, 1.2), (ImageEnhance.Color, 0.7, 1.3)):
        copy = kind(copy).enhance(random.uniform(least, most))
    tint = random.normal(0, 6, 3)
    copy = Image.fromarray(np.clip(np.asarray(copy).astype(np.float32) + tint, 0, 255).astype(np.uint8))
    kind = random.random()
    if kind < 0.35:
        copy = copy.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.8)))
    elif kind < 0.6:
        copy = copy.filter(ImageFilter.UnsharpMask(2, int(random.integers(60, 160)), 0))
    elif kind < 0.8:
        small = int(side * random.uniform(0.3, 0.7))
        copy = copy.resize((small, small), Image.BOX).resize((side, side), Image.BICUBIC)
    changed, kept = (copy, image) if random.random() < 0.5 else (image, copy)
    zoom, shift, turn = random.uniform(0.95, 1.05), random.uniform(-6, 6, 2), random.normal(0, 0.02)
    cos, sin, centre = np.cos(turn) / zoom, np.sin(turn) / zoom, side / 2
    changed = changed.transform((side, side), Image.AFFINE, (cos, -sin, centre - cos * centre + sin * centre + shift[0], sin, cos,
                                                             centre - sin * centre - cos * centre + shift[1]), Image.BILINEAR)
    middle = outline.mean(0)
    # The outline grows or shrinks as a whole and is dented; sometimes the forehead is left out, as many swaps do.
    angles = np.linspace(0, 2 * np.pi, len(outline), endpoint=False)
    dents = sum(random.normal(0, 0.03) * np.cos(k * angles + random.uniform(0, 6.3)) for k in (1, 2, 3))
    points = middle + (outline - middle) * (random.uniform(0.82, 1.05) + dents)[:, None]
    if random.random() < 0.4:
        points[:, 1] = np.maximum(points[:, 1], middle[1] - random.uniform(0.2, 0.35) * np.ptp(outline[:, 1]))
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).polygon([tuple(point) for point in points], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(random.uniform(1, 9)))
    share = np.asarray(mask).astype(np.float32)[:, :, None] / 255 * random.choice([1, 1, 1, 0.75, 0.5])
    return np.clip(np.asarray(changed) * share + np.asarray(kept) * (1 - share) + 0.5, 0, 255).astype(np.uint8)
