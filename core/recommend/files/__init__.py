"""Suggestions from plain files to a plain file, with no database."""

from core.recommend.files.assemble import read_files
from core.recommend.files.batch import Batch, Done, suggest_all
from core.recommend.files.faults import BadFiles

__all__ = ["BadFiles", "Batch", "Done", "read_files", "suggest_all"]
