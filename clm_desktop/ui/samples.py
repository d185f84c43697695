"""The bundled, made-up shops."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.paths import resources, user_data
from clm_desktop.view.marks import N_

LEAST_COMMON = 3  # letters that names must share to say something


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up shop: its order file and what it is called."""

    file: str
    name: str  # of the shop, in its own language
    title: str  # English, marked with N_

    @property
    def path(self) -> Path:
        """The order file."""
        return resources() / "samples" / self.file


SAMPLES = (
    Sample("soap_shop_orders.csv", "Soap shop", N_("Soap shop (English)")),
    Sample("tea_shop_taobao.csv", "茶叶店", N_("Tea shop (Chinese, Taobao)")),
    Sample("furniture_shop_orders.csv", "Furniture shop", N_("Furniture shop (few customers)")),
)


def sample_of(file: str) -> Sample:
    """The sample with that order file; raises KeyError for any other."""
    return {sample.file: sample for sample in SAMPLES}[file]


def is_sample(file_names: tuple[str, ...]) -> bool:
    """Whether a shop holds a bundled file: its pages say SAMPLE and it takes no real orders."""
    return any(sample.file in file_names for sample in SAMPLES)


def shops_folder() -> Path:
    """Folder for new shops; made when it is not there."""
    folder = user_data() / "shops"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def shop_name(files: Sequence[Path]) -> str:
    """What a new shop is called that starts with files: what their names have in common."""
    names = [" ".join(file.stem.replace("_", " ").split()) for file in files]
    shared = os.path.commonprefix(names)  # noqa: RUF071  letters are meant
    common = shared.rstrip("0123456789 -.") if len(names) > 1 else names[0]
    return common if len(common) >= LEAST_COMMON else names[0]


def free_path(name: str) -> Path:
    """A file for a new shop of that name that does not exist yet."""
    clean = "".join("_" if c in '<>:"/\\|?*' or ord(c) < 32 else c for c in name).strip(" .")
    stem = clean[:80] or "shop"
    folder, number = shops_folder(), 1
    path = folder / f"{stem}.clm"
    while path.exists():
        number += 1
        path = folder / f"{stem} {number}.clm"
    return path
