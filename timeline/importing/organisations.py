"""Organisations by their names, for lists that do not tell them from persons."""

import re

PERHAPS = "perhaps a person"
_WORDS = """
inc incorporated ltd limited llc lp llp plc corp corporation co company companies gmbh ag bv nv sa srl spa oy
kg ooo jsc ojsc pjsc fze fzco fzc pte pty sdn trading technolog\\w* electronics? electric electrical
industr\\w* international enterprises? group holdings? bank airlines? airways aviation aerospace shipping
logistics imports? exports? institut\\w* universit\\w* academy laborator\\w* research bureau ministry
department organi[sz]ation agency factory plant works systems? solutions services? engineering equipment
suppl(?:y|ies|ier) cent(?:er|re) foundation society association council authority networks? communications?
telecom\\w* manufacturing products? partners associates consult\\w* ventures college school hospital studio
stores? shop cargo marine petroleum oil gas energy chemicals? pharma\\w* metals? steel machinery motors optics
instruments? components? global worldwide traders? textiles? apparel garments? mills? farms? mine mining
prison corps brigade headquarters government navy army
"""
_ORGANISATION = re.compile(rf"\b(?:{'|'.join(_WORDS.split())})\b|\bs\.a\b|公司|集团", re.IGNORECASE)


def is_organisation(name: str) -> bool:
    """Whether a name has a word that organisations have in their names; without one it may be a person's."""
    return _ORGANISATION.search(name) is not None
