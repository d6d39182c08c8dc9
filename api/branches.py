"""Branches of the tree by the names that people know."""

from complaints.taxonomy import Taxonomy


def branch_name(branch: tuple[str, ...], taxonomy: Taxonomy) -> str:
    """The names from the top down; a code that the tree no longer knows stands for itself."""
    if not branch:
        return "Semua cabang"
    paths = [branch[:depth] for depth in range(1, len(branch) + 1)]
    names = [taxonomy.label(path) if path in taxonomy.nodes else path[-1] for path in paths]
    return " › ".join(dict.fromkeys(names))
