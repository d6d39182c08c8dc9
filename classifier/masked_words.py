"""The words of a text that may be shown and counted: masked, and without numbers and very short words."""

from classifier.words import cut_words, normalise_word
from complaints.privacy import MASK, mask_message
from complaints.report import Message

AT_MOST = 400
SHORTEST = 3


def words_of(message: Message) -> list[str]:
    """The distinct words of a message, normalised, in their order; none of what identifies a person."""
    text = MASK.sub(" ", mask_message(message).text)
    words = dict.fromkeys(normalise_word(word) for word in cut_words(text))
    return [word for word in words if len(word) >= SHORTEST and word.strip("0")][:AT_MOST]
