"""E-mail addresses and phone numbers in what people write: found, and masked for readers (PRODUCT, section 3.7).

Whose they are is not asked: those of an office are masked like those of a person. What is found is what people
write: addresses (also "name (at) example (dot) org"), numbers with "+" or "00" and a country, with a leading 0, with the
area in brackets, in the North American form, or after a word such as "Tel." or "WhatsApp". A number that is written like
any other ("70 12 34 56", with nothing said of a phone) is not: years, amounts, paragraphs and symbols of documents would
be masked with it. What is and what is not found stands as data in tests/kit/personal_data.json; static/js/personal-data.js
finds the same while one writes, and is tried on the same data.
"""

from hub.kit.personal_data.finding import Find, Kind, finds_in
from hub.kit.personal_data.masking import Masked, mask_html, mask_plain

__all__ = ["Find", "Kind", "Masked", "finds_in", "mask_html", "mask_plain"]
