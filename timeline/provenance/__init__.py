"""Provenance out: where an answer comes from, as a W3C PROV document."""

from .front import PROV_FORMATS, prov_of_exposure, prov_of_why, write_prov

__all__ = ["PROV_FORMATS", "prov_of_exposure", "prov_of_why", "write_prov"]
