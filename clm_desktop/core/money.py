"""How many decimals a currency has; all money in the program is whole minor units ("cents")."""

from __future__ import annotations

# ISO 4217: everything that does not have two decimals and is still in use.
_DIGITS = {
    **dict.fromkeys(
        [
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}


def minor_digits(currency: str) -> int:
    """Decimals of a currency by its ISO 4217 code; 2 where it is unknown or not told ('')."""
    return _DIGITS.get(currency, 2)
